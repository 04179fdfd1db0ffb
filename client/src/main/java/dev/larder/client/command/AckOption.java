package dev.larder.client.command;

import dev.larder.protocol.Ack;
import picocli.CommandLine.Option;

/** When a write is answered. */
final class AckOption {
  @Option(
      names = "--ack",
      paramLabel = "durable|published",
      converter = AckConverter.class,
      description = "Return when the write is durable (the rule), or when readers see it.")
  private Ack ack = Ack.DURABLE;

  Ack ack() {
    return ack;
  }
}
