package dev.larder.client.command;

import dev.larder.client.WriteOptions;
import dev.larder.protocol.Ack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On what condition a write is done. */
final class ConditionOptions {
  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only if the document is at this version.")
  private @Nullable Long ifVersion;

  @Option(names = "--if-absent", description = "Only if there is no such document.")
  private boolean ifAbsent;

  WriteOptions with(Ack ack) {
    if (ifAbsent && ifVersion != null) {
      throw new UsageException("--if-version and --if-absent exclude each other");
    }
    return new WriteOptions(ack, ifVersion, ifAbsent, null);
  }
}
