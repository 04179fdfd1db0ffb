package dev.larder.client.command;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Has the class archives made that let the next commands start faster. The launcher has said, by a
 * system property, that this Java has none yet.
 */
final class ClassArchive {
  /** The name of this very Java, or {@code none} where nothing is to be made. */
  private static final String MISSING = System.getProperty("larder.archives", "none");

  private static final List<String> KEPT = List.of("PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR");

  private ClassArchive() {}

  /** Whether somebody should make it. */
  static boolean isMissing() {
    return !MISSING.equals("none");
  }

  /**
   * Starts {@code lib/class-archive} and does not wait: politely, without this process's streams,
   * open files and environment; it ignores a terminal's signals. A command has done its work by
   * now, so what fails here is nobody's trouble.
   */
  static void startMaking() {
    Path launcher = Path.of(System.getProperty("larder.launcher", ""));
    Path maker = launcher.resolveSibling("../lib/class-archive").normalize();
    if (!launcher.isAbsolute() || !Files.isExecutable(maker)) {
      return;
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder("nice", "-n", "19", maker.toString(), java, MISSING)
            .directory(new File("/"))
            .redirectInput(new File("/dev/null"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().keySet().retainAll(KEPT);
    try {
      builder.start();
    } catch (IOException withoutNice) {
      return; // Commands go on as they are.
    }
  }
}
