package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.client.WriteOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder patch}. */
@Command(
    name = "patch",
    header = "Change a stats document by a JSON Merge Patch.",
    description = {
      "RFC 7396: members of the patch are set, at any depth; a null removes one. Prints nothing, or"
          + " with --json the answer."
    },
    footer = {
      "  echo '{\"a.py\": null}' | larder patch timings",
      "  larder patch timings --if-version 7 change.json"
    })
final class PatchCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "DOC", description = "The document's name.")
  private String doc = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The patch; - or none for standard input.")
  private @Nullable String file;

  @Mixin private final AckOption ack = new AckOption();
  @Mixin private final OnceOption once = new OnceOption();
  @Mixin private final ConditionOptions condition = new ConditionOptions();

  PatchCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    WriteOptions options = condition.with(ack.ack()).withIdempotencyKey(once.key());
    byte[] patch = Body.read(file, larder.shell());
    try (Larder client = larder.open()) {
      return larder.output().written(client.patch(doc, patch, options));
    }
  }
}
