package dev.larder.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that a test has started; what it prints is in files. Any thread may call it. */
final class Running {
  private final Process process;
  private final Path out;
  private final Path err;

  Running(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far. */
  String out() throws IOException {
    return text(out);
  }

  /** What it has said so far. */
  String err() throws IOException {
    return text(err);
  }

  /** Waits for its end; one that hangs is ended, and is a failure. */
  Ended await() throws IOException, InterruptedException {
    if (!process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it hangs; it said so far:\n" + out() + err());
    }
    return new Ended(process.exitValue(), out(), err());
  }

  /** Sends a signal to this one process. */
  void signal(String name) throws IOException, InterruptedException {
    Processes.signal(name, pid());
  }

  /** Sends a signal to its process group, as a terminal does; it must lead one. */
  void signalGroup(String name) throws IOException, InterruptedException {
    Processes.signal(name, -pid());
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
  }

  private static String text(Path file) throws IOException {
    // Bytes that are no UTF-8 show as such, and do not throw.
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
