package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents that do not fit the daemon's memory are refused, and do not end it. */
@Timeout(120)
@SuppressWarnings("try") // what a test's try closes may be interrupted
class MemoryTest {
  /** A quarter of this heap is 16 MiB. */
  private static final List<String> SMALL = List.of("-Xmx64m");

  @Test
  void documentsTakeAQuarterOfTheHeapAndWhatIsRemovedMakesRoom() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.startedIn(SMALL)) {
      int held = fill(daemon, "x".repeat(1_000_000));
      assertThat(held).isBetween(10, 17);
      daemon.ask(Call.get("/v1/stats/d1")).has(200);
      daemon.ask(Call.delete("/v1/stats/d0"));
      String again = "{\"a\":\"" + "y".repeat(1_000_000) + "\"}";
      daemon.ask(Call.put("/v1/stats/d0", again)).has(201);
      daemon.ask(Call.put("/v1/stats/another", again)).problem(ProblemKind.TOO_LARGE);
    }
  }

  @Test
  void smallEntriesCountByWhatTheyTakeAndNotByTheirBytes() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.startedIn(SMALL)) {
      for (int merge = 0; merge < 30; merge++) {
        var entries = new StringBuilder("{\"a\":0");
        for (int entry = 0; entry < 10_000; entry++) {
          entries.append(",\"").append(merge).append('.').append(entry).append("\":1");
        }
        Reply reply = daemon.ask(Call.merge("small", entries + "}"));
        if (reply.status() == 413) {
          assertThat(merge).isBetween(5, 9);
          return;
        }
      }
      throw new AssertionError("300,000 entries are held in a quarter of 64 MiB");
    }
  }

  /** Puts documents until one is refused; how many were held. */
  private static int fill(LiveDaemon daemon, String value) throws Exception {
    for (int i = 0; i < 64; i++) {
      Reply reply = daemon.ask(Call.put("/v1/stats/d" + i, "{\"a\":\"" + value + "\"}"));
      if (reply.status() != 201) {
        reply.problem(ProblemKind.TOO_LARGE);
        return i;
      }
    }
    return 64;
  }
}
