package dev.larder.prove.bounds;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries whose merge was answered, by document: each must be there, whatever came after. */
final class Answered {
  private final Map<String, Map<String, String>> entries = new LinkedHashMap<>();

  /** An entry's write was answered; its value begins so, as JSON. */
  void add(String doc, String entry, String begins) {
    entries.computeIfAbsent(doc, name -> new LinkedHashMap<>()).put(entry, begins);
  }

  /** How many there are. */
  long count() {
    return entries.values().stream().mapToLong(Map::size).sum();
  }

  /** The first one that is not there as it was answered; null if all are. */
  @Nullable String missing(Wire wire) throws IOException {
    for (var doc : entries.entrySet()) {
      for (var entry : doc.getValue().entrySet()) {
        Reply reply =
            wire.ask(Request.get("/v1/stats/" + doc.getKey() + "?pointer=/" + entry.getKey()));
        if (reply.status() != 200 || !reply.text().startsWith(entry.getValue())) {
          return doc.getKey() + "/" + entry.getKey() + ": " + reply.status();
        }
      }
    }
    return null;
  }
}
