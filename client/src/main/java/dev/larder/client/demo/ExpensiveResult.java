package dev.larder.client.demo;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A result that takes seconds to build, by what is on this machine. Its command is a shell script
 * of two arguments: the path to write to, and a file that gets a line for each build begun.
 *
 * @param name for people
 * @param workspace its workspace's name
 * @param script the shell script that builds it
 * @param use the shell script that uses it, path as argument; it fails if it cannot
 */
record ExpensiveResult(String name, String workspace, String script, String use) {
  /** A line appended by one write(2) is whole, however many do it (O_APPEND, open(2)). */
  private static final String COUNT = "echo begun >> \"$2\"\n";

  private static final long MOST_USE_S = 20;

  /** GAP's workspace where there is GAP; or the archive of Java's own classes; or a large file. */
  static ExpensiveResult onThisMachine() {
    Path javaHome = Path.of(System.getProperty("java.home"));
    if (isOnPath("gap")) {
      return new ExpensiveResult(
          "the GAP workspace",
          "gap",
          COUNT + "echo \"SaveWorkspace(\\\"$1\\\"); quit;\" | gap -q >/dev/null && test -s \"$1\"",
          "test \"$(echo 'Print(6*7); quit;' | gap -q -L \"$1\")\" = 42");
    }
    if (Files.exists(javaHome.resolve("lib/classlist"))) {
      String java = "'" + javaHome.resolve("bin/java") + "'";
      return new ExpensiveResult(
          "Java's class archive",
          "java-classes",
          COUNT + java + " -Xshare:dump -XX:SharedArchiveFile=\"$1\" >/dev/null 2>&1",
          java + " -Xshare:on -XX:SharedArchiveFile=\"$1\" -version >/dev/null 2>&1");
    }
    String modules = "'" + javaHome.resolve("lib/modules") + "'";
    return new ExpensiveResult(
        "a compressed runtime image",
        "compressed",
        COUNT + "head -c 30000000 " + modules + " | gzip -9 > \"$1\"",
        "gzip -t < \"$1\"");
  }

  /** The command that builds it. */
  List<String> buildCommand(Path target, Path log) {
    return List.of("sh", "-c", script, "sh", target.toString(), log.toString());
  }

  /** Whether the result can be used for what it is. */
  boolean isUsable(Path result, DemoFolder folder) throws IOException, InterruptedException {
    Process process =
        folder.start(
            new ProcessBuilder("sh", "-c", use, "sh", result.toString())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD));
    if (!process.waitFor(MOST_USE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }

  private static boolean isOnPath(String command) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
