package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.client.WriteOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder delete}. */
@Command(
    name = "delete",
    header = "Remove a stats document.",
    description = "Prints nothing, or with --json the answer.",
    footer = {"  larder delete timings", "  larder delete timings --if-version 7"})
final class DeleteCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "DOC", description = "The document's name.")
  private String doc = "";

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only if the document is at this version.")
  private @Nullable Long ifVersion;

  @Mixin private final AckOption ack = new AckOption();
  @Mixin private final OnceOption once = new OnceOption();

  DeleteCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    WriteOptions options = new WriteOptions(ack.ack(), ifVersion, false, once.key());
    try (Larder client = larder.open()) {
      return larder.output().written(client.delete(doc, options));
    }
  }
}
