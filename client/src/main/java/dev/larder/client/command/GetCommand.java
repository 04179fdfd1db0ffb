package dev.larder.client.command;

import dev.larder.client.Larder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
      "  larder get timings '/a~1b.py/walltime'    (~1 stands for /, ~0 for ~)",
      "  larder get timings --after 7 --wait 30s   (waits for version 8)"
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

  @Option(
      names = "--after",
      paramLabel = "VERSION",
      description = "Only if it is at another version; 0: once it is there.")
  private @Nullable Long after;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Wait so long for another version; then exit 5.")
  private @Nullable Duration wait;

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
    if (after != null) {
      return getNewer(output, after);
    }
    if (wait != null) {
      throw new UsageException("--wait needs --after");
    }
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

  private int getNewer(Output output, long version) throws IOException {
    if (pointer != null) {
      throw new UsageException("--after is for whole documents");
    }
    try (Larder client = larder.open()) {
      var newer = client.getIfNewer(doc, version, wait == null ? 0 : wait.toMillis());
      if (newer.isEmpty()) {
        larder.shell().err().println("larder: " + doc + " is still at version " + version);
        return ExitCode.TIMED_OUT;
      }
      output.bytes().write(newer.get().json());
    }
    output.endOfBytes();
    return ExitCode.DONE;
  }
}
