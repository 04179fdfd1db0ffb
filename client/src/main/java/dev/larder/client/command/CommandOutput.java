package dev.larder.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a build's command prints: shown at once, as it is, and its last lines kept for those who
 * wait for the build. A thread of its own reads; any thread asks.
 */
final class CommandOutput {
  /** Lines that are told of a failed command. */
  private static final int LINES = 20;

  private static final int KEPT_BYTES = 8 * 1024;
  private static final int BUFFER_BYTES = 4 * 1024;

  private final InputStream from;
  private final PrintStream to;
  private final Thread thread = new Thread(this::run, "larder-output");

  // Both guarded by this. A ring: the byte at i % KEPT_BYTES is the last that came there.
  private final byte[] ring = new byte[KEPT_BYTES];
  private long count;

  CommandOutput(InputStream from, PrintStream to) {
    this.from = from;
    this.to = to;
    thread.setDaemon(true);
  }

  CommandOutput start() {
    thread.start();
    return this;
  }

  private void run() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
        keep(buffer, read);
      }
    } catch (IOException e) {
      // The command has ended, and its pipe with it.
    }
  }

  private synchronized void keep(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      ring[(int) (count++ % KEPT_BYTES)] = buffer[i];
    }
  }

  /**
   * Waits until all is shown that the command printed, but not for long: a process that it left
   * behind may keep the pipe for ever.
   */
  void await(long mostMs) throws InterruptedException {
    thread.join(mostMs);
  }

  /** The last lines; an overlong first one lacks its beginning. */
  String lastLines() {
    List<String> lines = lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  /** The last line that holds anything; empty if there is none. */
  String lastLine() {
    return lines().stream().filter(line -> !line.isBlank()).reduce("", (before, last) -> last);
  }

  private synchronized List<String> lines() {
    int kept = (int) Math.min(count, KEPT_BYTES);
    byte[] bytes = new byte[kept];
    for (int i = 0; i < kept; i++) {
      bytes[i] = ring[(int) ((count - kept + i) % KEPT_BYTES)];
    }
    // A carriage return alone writes a line over, as progress bars do.
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }
}
