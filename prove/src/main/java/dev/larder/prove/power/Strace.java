package dev.larder.prove.power;

import dev.larder.testbed.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Traces of a daemon's calls: how they are made, and how they are read. */
final class Strace {
  /** Longer than any text that a traced daemon writes in one call, in bytes. */
  private static final String LONGEST_TEXT = "100000000";

  /** What changes files, forces them, or tells a client something; and what would be unknown. */
  private static final String CALLS =
      "trace=open,openat,creat,close,dup,dup2,dup3,fcntl,lseek,"
          + "write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,accept,accept4,"
          + "sendfile,copy_file_range,splice,fallocate,truncate,ftruncate,"
          + "fsync,fdatasync,sync_file_range,sync,syncfs,msync,"
          + "rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,"
          + "link,linkat,symlink,symlinkat,chmod,fchmod,fchmodat";

  private Strace() {}

  /** The same daemon, traced to that file. */
  static Launch around(Launch launch, Path trace) {
    return launch.under(
        "strace",
        "-f",
        "-qq",
        "-xx",
        "-e",
        "abbrev=none",
        "-s",
        LONGEST_TEXT,
        "--seccomp-bpf",
        "-e",
        CALLS,
        "-o",
        trace.toString());
  }

  /**
   * Reads a trace.
   *
   * @param firstLine the number of its first line, behind those of the traces before it
   */
  static List<SystemCall> read(Path trace, int firstLine) throws IOException {
    Map<String, Begun> begun = new HashMap<>();
    List<SystemCall> calls = new ArrayList<>();
    int at = firstLine;
    try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        line(line, at, begun, calls);
        at++;
      }
    }
    for (Begun left : begun.values()) {
      calls.add(SystemCall.parse(left.text + ") = ?", left.line, SystemCall.NEVER));
    }
    return calls;
  }

  /** How many lines a trace has. */
  static int lines(Path trace) throws IOException {
    try (var lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
      return (int) lines.count();
    }
  }

  private static void line(String line, int at, Map<String, Begun> begun, List<SystemCall> calls) {
    int blank = line.indexOf(' ');
    String thread = line.substring(0, blank);
    String text = line.substring(blank).strip();
    if (text.startsWith("+++") || text.startsWith("---")) {
      return;
    }
    if (text.endsWith("<unfinished ...>")) {
      String head = text.substring(0, text.length() - "<unfinished ...>".length()).stripTrailing();
      begun.put(thread, new Begun(head, at));
    } else if (text.startsWith("<... ")) {
      Begun first = begun.remove(thread);
      String rest = text.substring(text.indexOf("resumed>") + "resumed>".length());
      if (first != null) {
        calls.add(SystemCall.parse(first.text + rest, first.line, at));
      }
    } else {
      calls.add(SystemCall.parse(text, at, at));
    }
  }

  /** A call that was printed up to where another thread's line came between. */
  private record Begun(String text, int line) {}
}
