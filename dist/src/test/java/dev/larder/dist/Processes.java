package dev.larder.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the system knows of processes: proc(5). Any thread may call it. */
final class Processes {
  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /**
   * Where a process stands: the numbers of proc_pid_stat(5).
   *
   * @param terminal 0 for none
   */
  record Standing(char state, long parent, long group, long session, long terminal) {}

  /** Whether the process runs; one that has ended and that nobody has asked after does not. */
  static boolean isRunning(long pid) {
    try {
      return standing(pid).state() != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  static Standing standing(long pid) throws IOException {
    String stat = text(pid, "stat");
    // The command's name stands in parentheses and may hold any character.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new Standing(
        fields[0].charAt(0),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]));
  }

  /** What each open file of a process is, by its number. */
  static Map<Integer, String> openFiles(long pid) throws IOException {
    var found = new TreeMap<Integer, String>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
      for (Path file : files) {
        String what;
        try {
          what = Files.readSymbolicLink(file).toString();
        } catch (NoSuchFileException e) {
          what = "closed meanwhile";
        }
        found.put(Integer.parseInt(file.getFileName().toString()), what);
      }
    }
    return found;
  }

  /** The names of the variables with which a process was started. */
  static List<String> variables(long pid) throws IOException {
    return Stream.of(text(pid, "environ").split("\0", -1))
        .filter(variable -> variable.contains("="))
        .map(variable -> variable.substring(0, variable.indexOf('=')))
        .toList();
  }

  /** Those that have the folder among their arguments or in their environment. */
  static List<Long> naming(Path folder) throws IOException {
    String name = folder.toString();
    return running(
        pid -> text(pid, "cmdline").contains(name) || text(pid, "environ").contains(name));
  }

  /** The daemons of a root. */
  static List<Long> daemonsOf(Path root) throws IOException {
    String arguments = "\0dev.larder.client.command.Main\0serve\0--root\0" + root + "\0";
    return running(pid -> text(pid, "cmdline").contains(arguments));
  }

  /** The members of a process group. */
  static List<Long> inGroup(long group) throws IOException {
    return running(pid -> standing(pid).group() == group);
  }

  /** Those whose arguments hold the words, in a row. */
  static List<Long> called(String... words) throws IOException {
    String arguments = Stream.of(words).collect(Collectors.joining("\0"));
    return running(pid -> text(pid, "cmdline").contains(arguments));
  }

  /**
   * Sends a signal, kill(1).
   *
   * @param target a process, or a process group where it is negative
   */
  static void signal(String name, long target) throws IOException, InterruptedException {
    int exitCode =
        new ProcessBuilder("sh", "-c", "kill -s \"$1\" -- \"$2\"", "sh", name, "" + target)
            .inheritIO()
            .start()
            .waitFor();
    if (exitCode != 0) {
      throw new AssertionError("There is no process " + target + " to get SIG" + name);
    }
  }

  @FunctionalInterface
  private interface Question {
    boolean holds(long pid) throws IOException;
  }

  private static List<Long> running(Question question) throws IOException {
    long self = ProcessHandle.current().pid();
    Predicate<Long> asked =
        pid -> {
          try {
            return question.holds(pid);
          } catch (IOException e) {
            return false; // It has ended meanwhile, or is another user's.
          }
        };
    var found = new ArrayList<Long>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != self && isRunning(pid) && asked.test(pid)) {
          found.add(pid);
        }
      }
    }
    return found;
  }

  private static String text(long pid, String file) throws IOException {
    return new String(
        Files.readAllBytes(PROC.resolve(pid + "/" + file)), StandardCharsets.ISO_8859_1);
  }
}
