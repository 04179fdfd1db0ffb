package dev.larder.server.journal;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system of one MiB, so that a full disk is a real one. */
public record SmallDisk(Path path) {
  public static final int BYTES = 1 << 20;

  /** Mounts it; where that is not possible, the test is skipped, but fails under CI=true. */
  public static SmallDisk mount(Path path) throws IOException, InterruptedException {
    String problem = run("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "none", path.toString());
    if (!problem.isEmpty()) {
      String message = "skipped: a full disk needs the right to mount a tmpfs (" + problem + ")";
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      Assumptions.abort(message);
    }
    return new SmallDisk(path);
  }

  public void unmount() throws IOException, InterruptedException {
    String problem = run("umount", "-l", path.toString());
    if (!problem.isEmpty()) {
      throw new IOException(problem);
    }
  }

  private static String run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : command[0] + ": " + output.strip();
    } catch (IOException e) {
      return command[0] + ": " + e.getMessage();
    }
  }
}
