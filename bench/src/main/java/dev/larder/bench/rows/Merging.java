package dev.larder.bench.rows;

import dev.larder.bench.load.Generator;
import dev.larder.bench.load.Http;
import dev.larder.bench.load.Resp;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.peers.Redis;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The same durable writes, to each as its protocol has them. */
final class Merging {
  /** Entries of one request while a document is filled. */
  private static final int FILL = 5_000;

  private Merging() {}

  /** Clients that merge so many entries at a time into a document of so many. */
  static Generator into(Larder larder, String doc, int clients, int entries, int size)
      throws InterruptedException {
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < requestsOf(entries); i++) {
      int from = (int) ((long) i * 7919 * entries % Math.max(1, size - entries + 1));
      requests.add(Request.merge(doc, Entries.object(from, entries, i)).bytes());
    }
    return Generator.connect(larder.socket(), clients, Http.sending(requests));
  }

  /** Clients that set so many fields at a time of a hash. */
  static Generator into(Redis redis, int clients, int entries, int size)
      throws InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    for (int i = 0; i < requestsOf(entries); i++) {
      int from = (int) ((long) i * 7919 * entries % Math.max(1, size - entries + 1));
      commands.add(hset(Entries.words(from, entries, i)));
    }
    return Generator.connect(redis.socket(), clients, Resp.sending(commands));
  }

  /** Sets fields of the hash: names and values, one after the other. */
  static List<String> hset(List<String> fields) {
    List<String> command = new ArrayList<>(List.of("HSET", "timings"));
    command.addAll(fields);
    return command;
  }

  /** Fills the hash. */
  static void fill(Redis redis, int size) throws IOException {
    for (int from = 0; from < size; from += FILL) {
      redis.ask(hset(Entries.words(from, Math.min(FILL, size - from), 0)));
    }
  }

  private static int requestsOf(int entries) {
    return Math.max(10, Entries.REQUESTS / entries);
  }

  /** Fills a document. */
  static void fill(Larder larder, String doc, int size) throws IOException {
    try (Wire wire = Wire.to(larder.socket())) {
      for (int from = 0; from < size; from += FILL) {
        String entries = Entries.object(from, Math.min(FILL, size - from), 0);
        int status = wire.ask(Request.merge(doc, entries)).status();
        if (status / 100 != 2) {
          throw new IOException("the document cannot be filled: " + status);
        }
      }
    }
  }
}
