package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.protocol.BatchAnswer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder batch}. */
@Command(
    name = "batch",
    header = "Fold entries into several documents, all or none.",
    description = {
      "Merges one file into each of the documents, as larder merge does, but into all of them or"
          + " none: if one is refused, nothing is changed. Prints nothing, or with --json the"
          + " answer."
    },
    footer = {
      "  larder batch timings=timings.json failures=failures.json",
      "  echo '{\"last\": 7}' | larder batch runs=- timings=timings.json",
      "  larder batch --ack published timings=t.json failures=f.json"
    })
final class BatchCommand implements Callable<Integer> {
  private static final char SEPARATOR = '=';

  private final LarderCommand larder;

  @Parameters(
      arity = "1..*",
      paramLabel = "DOC=FILE",
      description = "A document, and the entries for it; - for standard input.")
  private List<String> merges = List.of();

  @Mixin private final AckOption ack = new AckOption();

  BatchCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, byte[]> bodies = read(files());
    try (Larder client = larder.open()) {
      BatchAnswer answer = client.mergeAll(bodies, ack.ack());
      if (larder.output().asJson()) {
        larder.output().json(answer);
      }
      return ExitCode.DONE;
    }
  }

  private Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (String merge : merges) {
      int at = merge.indexOf(SEPARATOR); // no document's name holds one
      if (at < 1 || at == merge.length() - 1) {
        throw new UsageException("'" + merge + "' is not DOC=FILE, such as timings=timings.json");
      }
      String doc = merge.substring(0, at);
      if (files.put(doc, merge.substring(at + 1)) != null) {
        throw new UsageException("'" + doc + "' is named twice; join its files, or merge twice");
      }
    }
    if (files.values().stream().filter(Body.STANDARD_INPUT::equals).count() > 1) {
      throw new UsageException("only one document can take its entries from standard input");
    }
    return files;
  }

  private Map<String, byte[]> read(Map<String, String> files) throws IOException {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      bodies.put(file.getKey(), Body.read(file.getValue(), larder.shell()));
    }
    return bodies;
  }
}
