package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What many clients together may make grow is bounded, and heals by itself. */
@Timeout(60)
@SuppressWarnings("try") // closing a stream early is what is tested
class LimitsTest {
  private static final int CONNECTIONS = 5;

  @RegisterExtension
  static final LiveDaemon DAEMON =
      LiveDaemon.with(
          "--max-connections",
          "5",
          "--max-waiters",
          "1",
          "--max-body",
          "60KiB",
          "--max-bodies",
          "64KiB");

  @Test
  void aConnectionTooManyIsToldSoWhenItAsks() throws IOException {
    List<Wire> open = allThatMayBe();
    try (Wire tooMany = DAEMON.connect()) {
      Reply refused = tooMany.ask(Call.merge("never", "{\"a\":1}"));
      refused.problem(ProblemKind.OVERLOADED);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.header("Connection")).isEqualTo("close");
      assertThat(tooMany.isAtEnd()).isTrue();
    }
    closeAll(open);
    DAEMON.ask(Call.get("/v1/stats/never")).problem(ProblemKind.NOT_FOUND);
  }

  @Test
  void aConnectionTooManyThatAsksNothingIsClosed() throws IOException {
    List<Wire> open = allThatMayBe();
    try (Wire tooMany = DAEMON.connect()) {
      assertThat(tooMany.isAtEnd()).isTrue();
    }
    closeAll(open);
  }

  private static List<Wire> allThatMayBe() throws IOException {
    List<Wire> open = new ArrayList<>();
    await().until(() -> connections() == 1);
    for (int i = 0; i < CONNECTIONS; i++) {
      Wire wire = DAEMON.connect();
      wire.ask(Call.get("/healthz")).has(200);
      open.add(wire);
    }
    return open;
  }

  private static int connections() throws IOException {
    return DAEMON.ask(Call.get("/v1/status")).json().get("connections").asInt();
  }

  /** They are served to the end, and their places are free then. */
  private static void closeAll(List<Wire> open) throws IOException {
    for (Wire wire : open) {
      wire.ask(Call.get("/healthz")).has(200);
      wire.close();
    }
    await().until(() -> answers());
  }

  /** Those that closed may still be counted for a moment. */
  private static boolean answers() throws IOException {
    return DAEMON.ask(Call.get("/healthz")).status() == 200;
  }

  @Test
  void oneWaiterTooManyIsRefused() throws IOException {
    try (Building building = Building.begin(DAEMON, "w/k");
        Wire waiter = DAEMON.connect().open(Call.build("w/k"))) {
      assertThat(waiter.next().get("event").asString()).isEqualTo("waiting");
      Reply refused = DAEMON.ask(Call.build("w/k"));
      refused.problem(ProblemKind.TOO_MANY);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      building.close();
      Building.granted(waiter);
    }
  }

  @Test
  void moreBodiesThanMayBeHeldAreRefusedAndTheOthersGoOn() throws IOException {
    Call large = Call.merge("bodies", "{\"x\":\"" + "x".repeat(50_000) + "\"}");
    try (Wire half = DAEMON.connect()) {
      half.send(large.headBytes());
      half.send(new String(large.body(), 0, 40_000, UTF_8));
      await().until(() -> DAEMON.ask(large).status() == 503);
      half.send(new String(large.body(), 40_000, large.body().length - 40_000, UTF_8));
      assertThat(half.reply().status()).isIn(200, 201);
    }
    DAEMON.ask(large).has(200);
  }
}
