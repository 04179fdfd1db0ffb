package dev.larder.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test bed itself. */
class DaemonTest {
  @TempDir private Path folder;

  @Test
  void whatWasMergedIsThereAfterAKillAndTheCleanStopOfTheNextDaemon() throws Exception {
    Launch launch = Launch.on(folder.resolve("root"));
    try (Daemon daemon = launch.ready();
        Wire wire = Wire.to(daemon.socket())) {
      assertThat(wire.ask(Request.merge("d", "{\"a\":1}")).has(201).version()).isEqualTo(1);
      daemon.kill();
      assertThat(wire.isAtEnd()).isTrue();
    }
    try (Daemon daemon = launch.ready();
        Wire wire = Wire.to(daemon.socket())) {
      assertThat(wire.ask(Request.get("/v1/stats/d")).has(200).json().get("a").asInt())
          .isEqualTo(1);
      assertThat(daemon.stop()).isZero();
    }
  }
}
