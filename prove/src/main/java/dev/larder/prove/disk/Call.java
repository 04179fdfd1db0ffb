package dev.larder.prove.disk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system call as strace(1) told it, with {@code -y}.
 *
 * @param tid the thread's number; 0 where only one was traced
 * @param thread its name, with {@code -Y}; empty where that was not told
 * @param paths the files that it is about, in the order of its arguments
 * @param injected whether strace made it fail
 */
record Call(long tid, String thread, String syscall, List<String> paths, boolean injected) {
  /** Calls whose first argument is the open file; what follows may be any bytes. */
  private static final Set<String> BY_DESCRIPTOR =
      Set.of(
          "write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate");

  private static final Pattern LINE = Pattern.compile("(?:(\\d+)(?:<([^>]*)>)?\\s+)?(\\w+)\\((.*)");
  private static final Pattern RESUMED =
      Pattern.compile("(?:(\\d+)(?:<[^>]*>)?\\s+)?<\\.\\.\\. (\\w+) resumed>(.*)");
  private static final Pattern DESCRIPTOR = Pattern.compile("^\\d+<(/[^>]*)>");
  private static final Pattern QUOTED = Pattern.compile("\"(/[^\"]*)\"");
  private static final String UNFINISHED = "<unfinished ...>";
  private static final String INJECTED = "(INJECTED)";

  /** Reads what strace wrote; a call that has not come back yet is told too. */
  static List<Call> parse(List<String> lines) {
    var calls = new ArrayList<Call>();
    Map<String, String> begun = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher resumed = RESUMED.matcher(line);
      if (resumed.matches()) {
        String first = begun.remove(resumed.group(1) + resumed.group(2));
        add(calls, first == null ? line : first + resumed.group(3));
      } else if (line.endsWith(UNFINISHED)) {
        Matcher call = LINE.matcher(line);
        if (call.matches()) {
          begun.put(
              call.group(1) + call.group(3),
              line.substring(0, line.length() - UNFINISHED.length()));
        }
      } else {
        add(calls, line);
      }
    }
    begun.values().forEach(line -> add(calls, line));
    return calls;
  }

  private static void add(List<Call> calls, String line) {
    Matcher call = LINE.matcher(line);
    if (!call.matches()) {
      return; // an exit, a signal
    }
    String syscall = call.group(3);
    calls.add(
        new Call(
            call.group(1) == null ? 0 : Long.parseLong(call.group(1)),
            call.group(2) == null ? "" : call.group(2),
            syscall,
            paths(syscall, call.group(4)),
            line.endsWith(INJECTED)));
  }

  private static List<String> paths(String syscall, String arguments) {
    Matcher found = (BY_DESCRIPTOR.contains(syscall) ? DESCRIPTOR : QUOTED).matcher(arguments);
    var paths = new ArrayList<String>();
    while (found.find()) {
      paths.add(found.group(1));
    }
    return paths;
  }
}
