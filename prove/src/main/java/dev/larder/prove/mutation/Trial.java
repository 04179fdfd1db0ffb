package dev.larder.prove.mutation;

import dev.larder.testbed.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A part of this module, run on one installed folder, in a process of its own. */
final class Trial {
  /** How a part ended. */
  enum Outcome {
    /** All promises held. */
    HELD,
    /** It found one that was broken. */
    BROKEN,
    /** It did not come to an end, or its test bed failed: that says nothing. */
    FAILED
  }

  /** The shortest that a part can be asked for, and enough for each defence. */
  private static final String MINUTES = "1";

  /** A part without a bound of its own takes this long at most. */
  private static final long LONGEST_MINUTES = 10;

  private Trial() {}

  /**
   * Runs the part.
   *
   * @param home what is broken by it
   * @param folder where its roots are made, and {@code said} tells what it said
   */
  static Outcome of(String check, Path home, long seed, Path folder)
      throws IOException, InterruptedException {
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-Dlarder.source=" + Installed.SOURCE,
            "-Dlarder.home=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.larder.prove.Main",
            "--only",
            check,
            "--minutes",
            MINUTES,
            "--seed",
            String.valueOf(seed),
            "--scratch",
            folder.toString());
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return Outcome.FAILED;
    }
    return switch (process.exitValue()) {
      case 0 -> Outcome.HELD;
      case 1 -> Outcome.BROKEN;
      default -> Outcome.FAILED;
    };
  }
}
