package dev.larder.server.workspaces;

import dev.larder.protocol.PinName;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What keeps results from being evicted: pins by name, which outlive the daemon, and holds, which
 * are open streams and downloads. A pin is the key's: it stays when the result is built anew. No
 * I/O, no clock, no threads: engine's thread only, and before it the thread that recovers.
 */
public final class Pins {
  /** Pins by name of one key, and of all. */
  static final int PER_KEY = 100;

  static final int IN_ALL = 10_000;

  /**
   * A pin by name.
   *
   * @param expiresAtMs when it ends, in milliseconds since 1970-01-01 UTC; {@link #NEVER}
   */
  public record Pin(WorkspaceId id, PinName name, long expiresAtMs) {
    public static final long NEVER = Long.MAX_VALUE;

    boolean isOverAt(long nowMs) {
      return expiresAtMs <= nowMs;
    }
  }

  private final Map<WorkspaceId, TreeMap<String, Pin>> named = new HashMap<>();
  private final Map<WorkspaceId, Integer> holds = new HashMap<>();
  private int count;

  /**
   * Whether one more pin may be made; the same name again is no further one.
   *
   * @throws RefusedException with {@link Problem.TooMany}
   */
  public void checkRoom(WorkspaceId id, PinName name) {
    Map<String, Pin> ofKey = named.get(id);
    if (ofKey != null && ofKey.containsKey(name.value())) {
      return;
    }
    if (ofKey != null && ofKey.size() >= PER_KEY) {
      throw new RefusedException(new Problem.TooMany("pins of " + id, PER_KEY));
    }
    if (count >= IN_ALL) {
      throw new RefusedException(new Problem.TooMany("pins", IN_ALL));
    }
  }

  /** Sets a pin, and returns the one of its name that was there. */
  public @Nullable Pin put(Pin pin) {
    Pin before =
        named.computeIfAbsent(pin.id(), id -> new TreeMap<>()).put(pin.name().value(), pin);
    count += before == null ? 1 : 0;
    return before;
  }

  /** Removes a pin, and returns it if it was there. */
  public @Nullable Pin remove(WorkspaceId id, PinName name) {
    TreeMap<String, Pin> ofKey = named.get(id);
    if (ofKey == null) {
      return null;
    }
    Pin removed = ofKey.remove(name.value());
    if (removed != null) {
      count--;
      if (ofKey.isEmpty()) {
        named.remove(id);
      }
    }
    return removed;
  }

  /** Drops the pins whose time is over. */
  public void expire(long nowMs) {
    List<Pin> over = all().stream().filter(pin -> pin.isOverAt(nowMs)).toList();
    over.forEach(pin -> remove(pin.id(), pin.name()));
  }

  /** A stream or a download begins to use a result. */
  public void hold(WorkspaceId id) {
    holds.merge(id, 1, Integer::sum);
  }

  /** It ended. */
  public void release(WorkspaceId id) {
    holds.computeIfPresent(id, (key, held) -> held == 1 ? null : held - 1);
  }

  /** How many streams and downloads use a result now. */
  public int holds(WorkspaceId id) {
    return holds.getOrDefault(id, 0);
  }

  /** Its pins by name that are not over, in their order. */
  public List<Pin> of(WorkspaceId id, long nowMs) {
    TreeMap<String, Pin> ofKey = named.get(id);
    return ofKey == null
        ? List.of()
        : ofKey.values().stream().filter(pin -> !pin.isOverAt(nowMs)).toList();
  }

  /** Whether a result must stay. */
  public boolean isPinned(WorkspaceId id, long nowMs) {
    return holds.containsKey(id) || !of(id, nowMs).isEmpty();
  }

  /** All pins by name. */
  public Collection<Pin> all() {
    List<Pin> all = new ArrayList<>(count);
    named.values().forEach(ofKey -> all.addAll(ofKey.values()));
    return all;
  }

  /** How many there are by name. */
  public int count() {
    return count;
  }
}
