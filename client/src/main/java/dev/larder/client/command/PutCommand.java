package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.client.WriteOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder put}. */
@Command(
    name = "put",
    header = "Replace a stats document, or make it.",
    description = {
      "Sends a JSON object, which is the whole document from then on. Prints nothing, or with --json"
          + " the answer."
    },
    footer = {
      "  larder put timings all.json",
      "  echo '{}' | larder put timings --if-absent",
      "  larder put timings --if-version 7 all.json"
    })
final class PutCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "DOC", description = "The document's name.")
  private String doc = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The document; - or none for standard input.")
  private @Nullable String file;

  @Mixin private final AckOption ack = new AckOption();
  @Mixin private final OnceOption once = new OnceOption();
  @Mixin private final ConditionOptions condition = new ConditionOptions();

  PutCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    WriteOptions options = condition.with(ack.ack()).withIdempotencyKey(once.key());
    byte[] json = Body.read(file, larder.shell());
    try (Larder client = larder.open()) {
      return larder.output().written(client.put(doc, json, options));
    }
  }
}
