package dev.larder.prove.fuzz;

import dev.larder.protocol.DocName;
import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.BatchReader;
import dev.larder.server.stats.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reader of batches: an object of documents, each an object of entries. */
public final class BatchTarget implements Target {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,199}");
  private static final int AROUND = 2;

  @Override
  public String name() {
    return "batch";
  }

  @Override
  public void feed(byte[] input) {
    Map<String, String> expected = naive(input);
    Map<String, String> actual = null;
    try {
      actual = new LinkedHashMap<>();
      for (var merge : BatchReader.read(input, Documents.BOUNDS).entrySet()) {
        actual.put(merge.getKey().value(), text(merge.getKey(), merge.getValue()));
      }
    } catch (RefusedException e) {
      actual = null;
    }
    Contradiction.unlessSame("the batch", String.valueOf(expected), String.valueOf(actual));
  }

  private static String text(DocName doc, List<Entry> entries) {
    Contradiction.unlessSame("a name", true, NAME.matcher(doc.value()).matches());
    return Documents.canonical(Documents.of(entries));
  }

  /** The documents and what each is to be merged with; null if it is no batch. */
  private static @Nullable Map<String, String> naive(byte[] input) {
    Json.Members body = Json.object(input, Documents.DEPTH + AROUND);
    if (body == null
        || body.members().size() != 1
        || !(body.members().get("merges") instanceof Json.Members merges)
        || merges.members().isEmpty()) {
      return null;
    }
    Map<String, String> all = new LinkedHashMap<>();
    int entries = 0;
    for (var merge : merges.members().entrySet()) {
      String name = merge.getKey();
      if (!(merge.getValue() instanceof Json.Members document)
          || !NAME.matcher(name).matches()
          || name.contains("..")) {
        return null;
      }
      entries += document.members().size();
      all.put(name, document.canonical());
    }
    return entries > Documents.BOUNDS.maxEntries() ? null : all;
  }
}
