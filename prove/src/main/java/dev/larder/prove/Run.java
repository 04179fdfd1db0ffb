package dev.larder.prove;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What a part is given. Any thread may use it.
 *
 * @param seed from which all choices are drawn: the same seed chooses the same faults and requests;
 *     how threads and processes interleave is the system's choice
 * @param untilNanos the {@link System#nanoTime} at which no new round begins
 * @param scratch an empty folder of this run's own, on a real file system; the part empties it
 * @param progress told what happens, a line each
 */
public record Run(long seed, long untilNanos, Path scratch, Consumer<String> progress) {
  /** A run of that length from now. */
  public static Run lasting(Duration time, long seed, Path scratch, Consumer<String> progress) {
    return new Run(seed, System.nanoTime() + time.toNanos(), scratch, progress);
  }

  /** Whether another round may begin. */
  public boolean goesOn() {
    return System.nanoTime() - untilNanos < 0;
  }

  /** The source of chance for one purpose, as a round or a client: the same for the same seed. */
  public Random random(String purpose) {
    return new Random(seed * 1_000_003 + purpose.hashCode());
  }

  /** Tells what happens. */
  public void say(String line) {
    progress.accept(line);
  }
}
