package dev.larder.prove.power;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Recording} of traces: follows descriptors and names, and notes what each call
 * changed in which file, and what was forced. A call that it does not know on a file of the root is
 * an error, so that no change is missed.
 *
 * <p>A call happens somewhere between its two lines. So an effect may be on the disk from its first
 * line on; it is covered by forces that begin after its last one; a force counts from its own last
 * line on; and an answer may have been read from its first line on.
 */
final class Recorder {
  private static final Pattern GRANTED =
      Pattern.compile("\"event\":\"granted\"[^\\n]*\"fence\":(\\d+)");

  private final Names names;
  private final List<Effect> effects = new ArrayList<>();
  private final List<List<Integer>> told = new ArrayList<>();
  private final List<Recording.Grant> grants = new ArrayList<>();
  private final Map<Long, Open> files = new HashMap<>();
  private final Map<Long, Integer> connections = new HashMap<>();

  /** What a killed process was in the middle of: only another recording can do without it. */
  static final class UnclearException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnclearException(String message) {
      super(message);
    }
  }

  /** A file that is open; copies of a descriptor share its place. */
  private static final class Open {
    private final int node;
    private long at;

    Open(int node) {
      this.node = node;
    }
  }

  /**
   * @param top the folder that holds the root; it is there for good
   * @param foreign what builders made themselves, by where they made it
   */
  Recorder(Path top, Map<Path, Tree> foreign) {
    this.names = new Names(top, foreign, effects);
  }

  /** Takes the calls of one life of the daemon. */
  void take(List<SystemCall> calls) {
    files.clear();
    connections.clear();
    List<SystemCall> ordered = new ArrayList<>(calls);
    ordered.sort(Comparator.comparingInt(Recorder::counts));
    ordered.forEach(this::take);
  }

  Recording recording(int lines) {
    return new Recording(
        List.copyOf(names.nodes()), List.copyOf(effects), told, List.copyOf(grants), lines);
  }

  /** A descriptor is free for others as soon as its close begins. */
  private static int counts(SystemCall call) {
    return call.name().startsWith("close") || call.ended() == SystemCall.NEVER
        ? call.started()
        : call.ended();
  }

  private void take(SystemCall call) {
    switch (call.name()) {
      case "open", "creat", "openat" -> open(call);
      case "close" -> close(call.number(0));
      case "dup" -> copy(call.number(0), call.result());
      case "dup2", "dup3" -> copy(call.number(0), call.result());
      case "fcntl" -> {
        if (call.arguments().get(1).startsWith("F_DUPFD")) {
          copy(call.number(0), call.result());
        }
      }
      case "accept", "accept4" -> {
        if (call.result() >= 0) {
          connections.put(call.result(), told.size());
          told.add(new ArrayList<>());
        }
      }
      case "write", "writev", "sendto", "sendmsg", "pwrite64", "pwritev", "pwritev2" -> write(call);
      default -> takeOther(call);
    }
  }

  private void takeOther(SystemCall call) {
    boolean failed = call.result() < 0;
    switch (call.name()) {
      case "lseek" -> {
        Open file = files.get(call.number(0));
        if (file != null && !failed) {
          file.at = call.result();
        }
      }
      case "ftruncate" -> {
        Open file = files.get(call.number(0));
        if (file != null && isDone(call)) {
          add(call, file.node, new Effect.Resize(call.number(1)));
        }
      }
      case "fsync", "fdatasync" -> {
        Open file = files.get(call.number(0));
        if (file != null && !failed) {
          force(file.node, call);
        }
      }
      case "sync_file_range", "sync", "syncfs", "msync" -> {
        // Promise nothing that counts here.
      }
      case "fchmod" -> {
        Open file = files.get(call.number(0));
        if (file != null && isDone(call)) {
          add(call, file.node, new Effect.Mode((int) octal(call.arguments().get(1))));
        }
      }
      case "sendfile", "copy_file_range", "splice", "fallocate" -> {
        if (call.arguments().stream().limit(3).anyMatch(this::isOpen)
            && !(call.name().equals("sendfile") && !isOpen(call.arguments().get(0)))) {
          throw new IllegalStateException("the recorder does not know " + call);
        }
      }
      default -> names.take(call, this::folderOf);
    }
  }

  private boolean isOpen(String argument) {
    return argument.matches("\\d+") && files.containsKey(Long.valueOf(argument));
  }

  /** The folder that a descriptor stands for; null for the working directory or a foreign one. */
  private @Nullable Integer folderOf(String argument) {
    Open open = argument.matches("\\d+") ? files.get(Long.valueOf(argument)) : null;
    return open == null ? null : open.node;
  }

  private void open(SystemCall call) {
    if (call.result() < 0) {
      return;
    }
    files.remove(call.result());
    Integer node = names.open(call, this::folderOf);
    if (node != null) {
      files.put(call.result(), new Open(node));
    }
  }

  private void close(long descriptor) {
    files.remove(descriptor);
    connections.remove(descriptor);
  }

  private void copy(long from, long to) {
    if (to < 0 || from == to) {
      return;
    }
    close(to);
    Open file = files.get(from);
    if (file != null) {
      files.put(to, file);
    }
    Integer connection = connections.get(from);
    if (connection != null) {
      connections.put(to, connection);
    }
  }

  private void write(SystemCall call) {
    Integer connection = connections.get(call.number(0));
    if (connection != null) {
      tell(connection, call);
      return;
    }
    Open file = files.get(call.number(0));
    if (file == null || !isDone(call)) {
      return;
    }
    boolean placed = call.name().startsWith("p");
    long at = placed ? call.number(3) : file.at;
    byte[] bytes = Arrays.copyOf(call.bytes(1), (int) call.result());
    add(call, file.node, new Effect.Write(at, bytes));
    if (!placed) {
      file.at += call.result();
    }
  }

  private void tell(int connection, SystemCall call) {
    String text = new String(call.bytes(1), UTF_8);
    if (text.startsWith("HTTP/1.1 ") && !text.startsWith("HTTP/1.1 100")) {
      told.get(connection).add(call.started());
    }
    Matcher granted = GRANTED.matcher(text);
    while (granted.find()) {
      grants.add(new Recording.Grant(call.started(), Long.parseLong(granted.group(1))));
    }
  }

  private void add(SystemCall call, int node, Effect.Act act) {
    effects.add(new Effect(node, call.started(), call.ended(), SystemCall.NEVER, act));
  }

  private void force(int node, SystemCall call) {
    boolean dataOnly = call.name().equals("fdatasync");
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      if (effect.node() == node
          && effect.forced() == SystemCall.NEVER
          && effect.ended() < call.started()
          && effect.isCoveredBy(dataOnly)) {
        effects.set(i, effect.forcedAt(call.ended()));
      }
    }
  }

  /** Whether it changed something. */
  static boolean isDone(SystemCall call) {
    if (call.ended() == SystemCall.NEVER) {
      throw new UnclearException("the daemon was killed within " + call.name());
    }
    return call.result() >= 0;
  }

  /** Modes are printed in octal. */
  static long octal(String mode) {
    return Long.parseLong(mode, 8);
  }
}
