package dev.larder.client.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** By which a write is done once, however often the command is run. */
final class OnceOption {
  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "Do it once, however often it is run with this key (24 h).")
  private @Nullable String key;

  @Nullable String key() {
    return key;
  }
}
