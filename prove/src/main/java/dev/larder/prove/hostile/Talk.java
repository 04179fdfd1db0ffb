package dev.larder.prove.hostile;

import dev.larder.testbed.Patience;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends what an attacker sends, and reads to the end of the connection. Any thread.
 *
 * @param statuses of the answers, in their order
 * @param hung whether the connection had to be closed from here
 */
record Talk(List<Integer> statuses, boolean hung) {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hang-watch");
            thread.setDaemon(true);
            return thread;
          });

  /** How to reach the daemon. */
  interface Door {
    Wire open() throws IOException;
  }

  /** Sends all; if the connection is kept, asks it to close behind one more good request. */
  static Talk of(Door door, byte[] bytes, String host) throws IOException {
    return of(door.open(), bytes, host, false);
  }

  /** Sends all and that nothing follows. */
  static Talk ending(Door door, byte[] bytes) throws IOException {
    return of(door.open(), bytes, "", true);
  }

  private static Talk of(Wire opened, byte[] bytes, String host, boolean ends) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    var hung = new AtomicBoolean();
    try (Wire wire = opened) {
      ScheduledFuture<?> watch =
          CLOCK.schedule(() -> cut(wire, hung), Patience.LONGEST.toMillis(), TimeUnit.MILLISECONDS);
      try {
        wire.send(bytes);
        if (ends) {
          wire.endOutput();
        }
        boolean asked = ends;
        while (!wire.isAtEnd()) {
          Reply reply = wire.reply();
          statuses.add(reply.status());
          if (!asked && reply.status() >= 200) {
            asked = true;
            if ("close".equals(reply.header("Connection"))) {
              wire.endOutput(); // so that it closes at once, and not after its time to linger
            } else {
              wire.send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            }
          }
        }
      } catch (IOException closed) {
        // Reset while we were still sending, or cut in the middle of an answer: an end as well.
      } finally {
        watch.cancel(false);
      }
    }
    return new Talk(List.copyOf(statuses), hung.get());
  }

  private static void cut(Wire wire, AtomicBoolean hung) {
    hung.set(true);
    try {
      wire.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first answer's status; 0 where there was none. */
  int first() {
    return statuses.isEmpty() ? 0 : statuses.get(0);
  }

  /** Whether the daemon blamed itself. */
  boolean blamesItself() {
    return statuses.stream().anyMatch(status -> status >= 500);
  }

  /** The status of one good request on a connection of its own. */
  static int status(Door door, String method, String target) throws IOException {
    try (Wire wire = door.open()) {
      return wire.ask(new Request(method, target, List.of("Host: localhost"), new byte[0]))
          .status();
    }
  }
}
