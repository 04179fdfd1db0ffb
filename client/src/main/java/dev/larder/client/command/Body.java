package dev.larder.client.command;

import dev.larder.protocol.Limits;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what a command sends: a file, or standard input. */
final class Body {
  /** Stands for standard input where a file is named. */
  static final String STANDARD_INPUT = "-";

  /** No daemon takes a larger one, however it is set. */
  private static final int MOST_BYTES = (int) Limits.DEFAULTS.documentBytes();

  private Body() {}

  /**
   * Reads all of it.
   *
   * @param file a path, {@code -}, or null for standard input
   * @throws UsageException if nothing was named and standard input is a terminal, where a person
   *     would wait before a command that waits
   * @throws RefusedException with {@link Problem.TooLarge} past 1 GiB
   * @throws IOException if it cannot be read
   */
  static byte[] read(@Nullable String file, Shell shell) throws IOException {
    if (file == null && shell.terminals().isTerminal(Terminals.Stream.IN)) {
      throw new UsageException("name a FILE, or send the JSON to standard input");
    }
    if (file == null || file.equals(STANDARD_INPUT)) {
      return bounded(shell.in());
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return bounded(in);
    }
  }

  private static byte[] bounded(InputStream in) throws IOException {
    byte[] body = in.readNBytes(MOST_BYTES);
    if (body.length == MOST_BYTES && in.read() >= 0) {
      throw new RefusedException(new Problem.TooLarge("body", MOST_BYTES, "bytes"));
    }
    return body;
  }
}
