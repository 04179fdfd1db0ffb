package dev.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a row is given.
 *
 * @param quick whether a rough figure will do
 * @param scratch on a real disk; each row makes its folders in it
 * @param progress told what happens, a line each
 */
public record Bench(boolean quick, Path scratch, Consumer<String> progress) {
  /** How many turns each subject gets. */
  public int turns() {
    return quick ? 3 : 5;
  }

  /** How long a turn of continuous load lasts. */
  public Duration turn() {
    return Duration.ofMillis(quick ? 1_000 : 3_000);
  }

  /** How long a subject works before its first turn: until its code is compiled. */
  public Duration warmUp() {
    return Duration.ofMillis(quick ? 3_000 : 8_000);
  }

  /** A new empty folder; short, since sockets lie in it (unix(7): 107 bytes). */
  public Path folder(String name) throws IOException {
    return Files.createTempDirectory(scratch, name).toRealPath();
  }

  /** Tells what happens. */
  public void say(String line) {
    progress.accept(line);
  }
}
