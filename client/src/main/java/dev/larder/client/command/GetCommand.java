package dev.larder.client.command;

import dev.larder.client.Larder;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code larder get}. */
@Command(
    name = "get",
    header = "Print a stats document, or a part of it.",
    description =
        "Writes the JSON to standard output exactly as the daemon holds it, followed by an end of"
            + " line on a terminal only.",
    footer = {
      "  larder get timings",
      "  larder get timings /a.py",
      "  larder get timings '/a~1b.py/walltime'    (~1 stands for /, ~0 for ~)"
    })
final class GetCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "DOC", description = "The document's name.")
  private String doc = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "POINTER",
      description = "A part's place, a JSON Pointer (RFC 6901).")
  private @Nullable String pointer;

  GetCommand(LarderCommand larder) {
    this.larder = larder;
  }

  GetCommand(LarderCommand larder, String doc, @Nullable String pointer) {
    this(larder);
    this.doc = doc;
    this.pointer = pointer;
  }

  @Override
  public Integer call() throws IOException {
    Output output = larder.output();
    try (Larder client = larder.open()) {
      if (pointer == null) {
        client.copyTo(doc, output.bytes());
      } else {
        output.bytes().write(client.get(doc, pointer));
      }
    }
    output.endOfBytes();
    return ExitCode.DONE;
  }
}
