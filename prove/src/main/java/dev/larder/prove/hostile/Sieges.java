package dev.larder.prove.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.prove.Tally;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/**
 * Those who hold the daemon up instead of breaking the protocol. Each returns when the daemon has
 * ended it; what it saw goes into the tally. One thread each.
 */
final class Sieges {
  /** Between two bytes of a slow sender: far below the time after which silence ends a request. */
  private static final long DRIP_NS = 500_000_000;

  private static final int LARGE_BYTES = 4_000_000;

  /** What 200 KB of gzip unpack to. */
  private static final int BOMB_BYTES = 200_000_000;

  private final Talk.Door door;
  private final Tally tally;

  Sieges(Talk.Door door, Tally tally) {
    this.door = door;
    this.tally = tally;
  }

  /**
   * Sends a byte now and then for as long as the daemon takes it.
   *
   * @param begins what comes before the first of them
   * @return null when the daemon ended it; otherwise what it should have done
   */
  String drip(String begins) throws IOException {
    long untilNs = System.nanoTime() + Patience.LONGEST.toNanos();
    try (Wire wire = door.open()) {
      wire.send(begins);
      while (System.nanoTime() - untilNs < 0) {
        wire.send("x");
        LockSupport.parkNanos(DRIP_NS);
      }
      return "a sender of a byte now and then is still served after " + Patience.LONGEST;
    } catch (IOException e) {
      tally.add("slow senders cut off");
      return "";
    }
  }

  /** Readers of a large document, and watchers, who read nothing; they are left to the daemon. */
  List<Wire> slowReaders(int count) throws IOException {
    String large = "{\"large\":\"" + "x".repeat(LARGE_BYTES) + "\"}";
    try (Wire writer = door.open()) {
      writer.ask(
          new Request("PUT", "/v1/stats/large", List.of("Host: localhost"), new byte[0])
              .body(large.getBytes(UTF_8)));
      List<Wire> readers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String target = i % 2 == 0 ? "/v1/stats/large" : "/v1/stats/large/events";
        readers.add(door.open().send(request("GET", target, List.of())));
      }
      for (int i = 0; i < 20; i++) { // something for the watchers not to read
        writer.ask(
            new Request("POST", "/v1/stats/large/merge", List.of("Host: localhost"), new byte[0])
                .body(("{\"small\":\"" + i + "y".repeat(10_000) + "\"}").getBytes(UTF_8)));
      }
      tally.add("slow readers", count);
      return readers;
    }
  }

  /** Clients that say that they send no more, or vanish, at each place of a request. */
  void halfOpen() throws IOException {
    byte[] whole =
        request("POST", "/v1/stats/half/merge", List.of("Content-Length: 7"))
            .concat("{\"a\":1}")
            .getBytes(UTF_8);
    for (int length = 0; length <= whole.length; length += 3) {
      byte[] part = Arrays.copyOf(whole, length);
      Talk.ending(door, part);
      try (Wire vanishing = door.open()) {
        vanishing.send(part);
      }
      tally.add("half-open connections", 2);
    }
  }

  /**
   * Many requests in one go, read only afterwards.
   *
   * @return how many were answered rightly
   */
  int pipeline(int count) throws Exception {
    byte[] all = request("GET", "/healthz", List.of()).repeat(count).getBytes(UTF_8);
    try (Wire wire = door.open()) {
      var sender = new Thread(() -> sendAll(wire, all), "pipeline");
      sender.start();
      int right = 0;
      while (right < count && wire.reply().status() == 200) {
        right++;
      }
      sender.join();
      tally.add("pipelined requests", right);
      return right;
    }
  }

  private static void sendAll(Wire wire, byte[] all) {
    try {
      wire.send(all);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Small bodies that unpack to huge ones; the statuses. */
  List<Integer> bombs() throws IOException {
    List<Integer> statuses = new ArrayList<>();
    byte[] spaces = packed(new byte[0], BOMB_BYTES);
    byte[] open = packed("{\"a\":\"".getBytes(UTF_8), BOMB_BYTES);
    byte[] several = new byte[3 * spaces.length];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(spaces, 0, several, i * spaces.length, spaces.length);
    }
    byte[] nested = packed(spaces, 0);
    for (byte[] bomb : List.of(spaces, open, several, nested)) {
      for (String path : List.of("/v1/stats/bomb/merge", "/v1/batch")) {
        try (Wire wire = door.open()) {
          Request request =
              new Request(
                      "POST",
                      path,
                      List.of("Host: localhost", "Content-Encoding: gzip"),
                      new byte[0])
                  .body(bomb);
          Reply reply = wire.ask(request);
          statuses.add(reply.status());
          tally.add("bombs");
        }
      }
    }
    return statuses;
  }

  private static byte[] packed(byte[] first, int spaces) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(first);
      byte[] piece = " ".repeat(100_000).getBytes(UTF_8);
      for (int left = spaces; left > 0; left -= piece.length) {
        gzip.write(piece);
      }
    }
    return bytes.toByteArray();
  }

  /** Opens that many connections and says nothing on them. */
  List<Wire> silent(int count) throws IOException {
    List<Wire> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      open.add(door.open());
    }
    tally.add("silent connections", count);
    return open;
  }

  /** A request's head. */
  static String request(String method, String target, List<String> lines) {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    lines.forEach(line -> head.append(line).append("\r\n"));
    return head.append("\r\n").toString();
  }
}
