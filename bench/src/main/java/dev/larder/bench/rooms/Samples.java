package dev.larder.bench.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.EntryReader;
import dev.larder.server.stats.JsonBounds;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Entries as test runs write them. */
final class Samples {
  /** As the daemon has them by itself. */
  static final JsonBounds BOUNDS = new JsonBounds(200, 1_000_000);

  private Samples() {}

  static String name(int number) {
    return "src/sage/rings/test_%07d.py".formatted(number);
  }

  /** An object of so many entries of about 120 bytes, from one number on. */
  static byte[] object(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(
            number ->
                "\"%s\":{\"walltime\":%d.25,\"runs\":1,\"failed\":[],\"words\":\"%s\"}"
                    .formatted(name(number), number % 100, "w".repeat(32)))
        .collect(Collectors.joining(",", "{", "}"))
        .getBytes(UTF_8);
  }

  static List<Entry> entries(byte[] object) {
    return EntryReader.read(object, 0, object.length, BOUNDS);
  }

  /** A document of so many entries. */
  static Document document(int entries) {
    Document document = new Document();
    int most = 10_000;
    for (int from = 0; from < entries; from += most) {
      List<Entry> some = entries(object(from, Math.min(most, entries - from)));
      var unused = document.apply(Effect.putting(some));
    }
    return document;
  }
}
