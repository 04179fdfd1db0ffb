package dev.larder.prove.fuzz;

import dev.larder.server.engine.ChangeTarget;
import dev.larder.server.engine.CheckpointTarget;
import dev.larder.server.http.HeadersTarget;
import dev.larder.server.http.HttpTarget;
import dev.larder.server.http.PackedTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** All targets by name. */
public final class Targets {
  private static final Map<String, Supplier<Target>> ALL = new LinkedHashMap<>();

  static {
    Log.begin();
    ALL.put("json", EntriesTarget::new);
    ALL.put("batch", BatchTarget::new);
    ALL.put("pointer", PointerTarget::new);
    ALL.put("patch", PatchTarget::new);
    ALL.put("rules", RulesTarget::new);
    ALL.put("messages", MessagesTarget::new);
    ALL.put("headers", HeadersTarget::new);
    ALL.put("packed", PackedTarget::new);
    ALL.put("tar", TarTarget::new);
    ALL.put("journal", JournalTarget::new);
    ALL.put("change", ChangeTarget::new);
    ALL.put("manifest", ManifestTarget::new);
    ALL.put("checkpoint", CheckpointTarget::new);
    ALL.put("http", HttpTarget::new);
  }

  private Targets() {}

  /** Their names. */
  public static Iterable<String> names() {
    return ALL.keySet();
  }

  /**
   * A new one.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Target of(String name) {
    Supplier<Target> target = ALL.get(name);
    if (target == null) {
      throw new IllegalArgumentException("no target '" + name + "'; there are " + ALL.keySet());
    }
    return target.get();
  }
}
