package dev.larder.prove.power;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names below the traced folder as the daemon sees them, and the calls that change them. */
final class Names {
  /** The log is for people, and a socket is no file. */
  private static final Pattern IGNORED = Pattern.compile("larder(\\.\\d+)?\\.log|larder\\.sock");

  private static final int UMASK = 022;

  private final String top;
  private final Map<String, Tree> foreign = new HashMap<>();
  private final List<Effect> effects;
  private final List<Recording.Node> nodes = new ArrayList<>();
  private final List<Map<String, Integer>> entries = new ArrayList<>();

  /** A name in a folder. */
  private record Place(int folder, String name) {}

  Names(Path top, Map<Path, Tree> foreign, List<Effect> effects) {
    this.top = top + "/";
    this.effects = effects;
    foreign.forEach((path, tree) -> this.foreign.put(path.toString(), tree));
    make(true, 0700, "");
  }

  List<Recording.Node> nodes() {
    return nodes;
  }

  /** The node that an open leads to, made if the call makes it; null if it is none of ours. */
  @Nullable Integer open(SystemCall call, Function<String, @Nullable Integer> folders) {
    boolean relative = call.name().equals("openat");
    Place place =
        relative ? place(call, call.arguments().get(0), 1, folders) : place(call, "", 0, folders);
    if (place == null) {
      return null;
    }
    int flagsAt = relative ? 2 : 1;
    String flags = call.name().equals("creat") ? "O_CREAT|O_TRUNC" : call.arguments().get(flagsAt);
    Integer node = node(place);
    if (node == null) {
      if (!flags.contains("O_CREAT")) {
        throw new IllegalStateException(
            "the trace opens what is not there: " + call.path(relative ? 1 : 0));
      }
      String mode = call.arguments().get(call.arguments().size() - 1);
      node = make(false, (int) Recorder.octal(mode) & ~UMASK, "");
      enter(call, place, node);
    } else if (flags.contains("O_TRUNC")) {
      add(call, node, new Effect.Resize(0));
    }
    return node;
  }

  /** Takes a call that may change names; any other one is an error if it is about ours. */
  void take(SystemCall call, Function<String, @Nullable Integer> folders) {
    if (call.result() < 0 && call.ended() != SystemCall.NEVER) {
      return;
    }
    switch (call.name()) {
      case "mkdir" -> mkdir(call, place(call, "", 0, folders), 1);
      case "mkdirat" -> mkdir(call, place(call, call.arguments().get(0), 1, folders), 2);
      case "unlink", "rmdir" -> leave(call, place(call, "", 0, folders));
      case "unlinkat" -> leave(call, place(call, call.arguments().get(0), 1, folders));
      case "rename" -> rename(call, place(call, "", 0, folders), place(call, "", 1, folders));
      case "renameat", "renameat2" ->
          rename(
              call,
              place(call, call.arguments().get(0), 1, folders),
              place(call, call.arguments().get(2), 3, folders));
      case "link" -> link(call, place(call, "", 0, folders), place(call, "", 1, folders));
      case "symlink" -> symlink(call, place(call, "", 1, folders));
      case "chmod" -> chmod(call, place(call, "", 0, folders), 1);
      case "fchmodat" -> chmod(call, place(call, call.arguments().get(0), 1, folders), 2);
      default -> {
        if (call.arguments().stream().anyMatch(text -> text.startsWith("\"") && isOurs(text))) {
          throw new IllegalStateException("the recorder does not know " + call.name());
        }
      }
    }
  }

  private boolean isOurs(String argument) {
    return new SystemCall("", List.of(argument), 0, 0, 0).path(0).startsWith(top);
  }

  private void mkdir(SystemCall call, @Nullable Place place, int modeAt) {
    if (place != null && Recorder.isDone(call)) {
      int mode = (int) Recorder.octal(call.arguments().get(modeAt)) & ~UMASK;
      enter(call, place, make(true, mode, ""));
    }
  }

  private void symlink(SystemCall call, @Nullable Place place) {
    if (place != null && Recorder.isDone(call)) {
      enter(call, place, make(false, 0777, call.path(0)));
    }
  }

  private void link(SystemCall call, @Nullable Place from, @Nullable Place to) {
    Integer node = from == null ? null : node(from);
    if (node != null && to != null && Recorder.isDone(call)) {
      enter(call, to, node);
    }
  }

  private void leave(SystemCall call, @Nullable Place place) {
    if (place != null && Recorder.isDone(call)) {
      entriesOf(place.folder).remove(place.name);
      add(call, place.folder, new Effect.Entry(place.name, Effect.Entry.NOTHING));
    }
  }

  private void rename(SystemCall call, @Nullable Place from, @Nullable Place to) {
    Integer node = from == null ? null : node(from);
    if (node != null && from != null && to != null && Recorder.isDone(call)) {
      enter(call, to, node);
      leave(call, from);
    }
  }

  private void chmod(SystemCall call, @Nullable Place place, int modeAt) {
    Integer node = place == null ? null : node(place);
    if (node != null && Recorder.isDone(call)) {
      add(call, node, new Effect.Mode((int) Recorder.octal(call.arguments().get(modeAt))));
    }
  }

  /** The place that a path names; null if it is none of ours. */
  private @Nullable Place place(
      SystemCall call, String base, int pathAt, Function<String, @Nullable Integer> folders) {
    String path = call.path(pathAt);
    Integer folder = path.startsWith("/") ? null : folders.apply(base);
    if (folder == null && !path.startsWith(top)) {
      return (path + "/").equals(top) ? new Place(0, ".") : null;
    }
    appear(call, path);
    String[] steps = (folder == null ? path.substring(top.length()) : path).split("/", -1);
    int at = folder == null ? 0 : folder;
    for (int i = 0; i < steps.length - 1; i++) {
      Integer next = entriesOf(at).get(steps[i]);
      if (next == null) {
        return null; // below what is no longer there
      }
      at = next;
    }
    String last = steps[steps.length - 1];
    return IGNORED.matcher(last).matches() ? null : new Place(at, last);
  }

  /** What a builder made is there when the daemon first looks at it; nothing of it is forced. */
  private void appear(SystemCall call, String path) {
    for (String made : List.copyOf(foreign.keySet())) {
      if (path.equals(made) || path.startsWith(made + "/")) {
        Tree tree = foreign.remove(made);
        if (tree != null) {
          tree.items()
              .forEach(
                  (below, item) -> appear(call, below.isEmpty() ? made : made + "/" + below, item));
        }
      }
    }
  }

  private void appear(SystemCall call, String path, Tree.Item item) {
    Place place = place(call, path);
    if (item instanceof Tree.File file) {
      int node = make(false, file.mode(), "");
      enter(call, place, node);
      add(call, node, new Effect.Write(0, file.bytes()));
    } else if (item instanceof Tree.Link link) {
      enter(call, place, make(false, 0777, link.target()));
    } else if (item instanceof Tree.Folder folder) {
      enter(call, place, make(true, folder.mode(), ""));
    }
  }

  private Place place(SystemCall call, String path) {
    SystemCall named =
        new SystemCall(call.name(), List.of(hexadecimal(path)), 0, call.started(), call.ended());
    Place place = place(named, "", 0, argument -> null);
    if (place == null) {
      throw new IllegalStateException("a builder made what has no folder: " + path);
    }
    return place;
  }

  private static String hexadecimal(String path) {
    StringBuilder text = new StringBuilder("\"");
    for (byte b : Effect.text(path)) {
      text.append(String.format("\\x%02x", b));
    }
    return text.append('"').toString();
  }

  private @Nullable Integer node(Place place) {
    return place.name.equals(".")
        ? Integer.valueOf(place.folder)
        : entriesOf(place.folder).get(place.name);
  }

  private Map<String, Integer> entriesOf(int folder) {
    return entries.get(folder);
  }

  private int make(boolean isFolder, int mode, String link) {
    nodes.add(new Recording.Node(isFolder, mode, link));
    entries.add(new HashMap<>());
    return nodes.size() - 1;
  }

  private void enter(SystemCall call, Place place, int node) {
    entriesOf(place.folder).put(place.name, node);
    add(call, place.folder, new Effect.Entry(place.name, node));
  }

  private void add(SystemCall call, int node, Effect.Act act) {
    effects.add(new Effect(node, call.started(), call.ended(), SystemCall.NEVER, act));
  }
}
