package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.client.WriteOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder merge}. */
@Command(
    name = "merge",
    header = "Fold entries into a stats document.",
    description = {
      "Sends a JSON object. Each of its members replaces the document's entry of that name, the"
          + " others stay; a missing document is made. Prints nothing, or with --json the answer."
    },
    footer = {
      "  larder merge timings results.json",
      "  larder merge timings --idempotency-key \"$CI_JOB_ID\" results.json",
      "  echo '{\"a.py\": 1.5}' | larder merge timings",
      "  larder merge timings --ack published results.json"
    })
final class MergeCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "DOC", description = "The document's name.")
  private String doc = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The entries; - or none for standard input.")
  private @Nullable String file;

  @Mixin private final AckOption ack = new AckOption();
  @Mixin private final OnceOption once = new OnceOption();

  MergeCommand(LarderCommand larder) {
    this.larder = larder;
  }

  MergeCommand(LarderCommand larder, String doc, @Nullable String file) {
    this(larder);
    this.doc = doc;
    this.file = file;
  }

  @Override
  public Integer call() throws IOException {
    WriteOptions options = WriteOptions.DEFAULTS.withAck(ack.ack()).withIdempotencyKey(once.key());
    byte[] entries = Body.read(file, larder.shell());
    try (Larder client = larder.open()) {
      return larder.output().written(client.merge(doc, entries, options));
    }
  }
}
