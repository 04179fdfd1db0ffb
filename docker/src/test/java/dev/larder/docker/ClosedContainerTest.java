package dev.larder.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.HealthCheck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The daemon in a container that may write in its volume and do nothing else. */
class ClosedContainerTest {
  private static final long MOST_IDLE_BYTES = 90_000_000;
  private static final int NOBODY_THERE = 3;

  @BeforeAll
  static void engineIsThere() {
    Needs.engine();
  }

  @Test
  void itServesAnyUserWithAReadOnlyRootAndNoCapability() throws Exception {
    String anybody = "4321:765";
    try (Pantry pantry = Pantry.inVolume().as(anybody).open()) {
      assertThat(pantry.larder("status").getStdout()).contains("pid 1,", Pantry.ROOT);

      String script = "echo '{\"a\": 1}' | larder merge timings && larder get timings";
      try (BuildContainer client =
          BuildContainer.start(pantry, anybody, List.of(), "sh", "-c", script)) {
        assertThat(client.awaitWell()).contains("{\"a\": 1}");
      }
      assertThat(pantry.stop()).isZero();
    }
  }

  @Test
  void itsHealthIsTheDaemonsOwnWord() {
    var often = new HealthCheck().withInterval(Duration.ofSeconds(1).toNanos());
    try (Pantry pantry =
        Pantry.inVolume()
            .and(
                container ->
                    container.withCreateContainerCmdModifier(
                        create -> create.withHealthcheck(often)))
            .open()) {
      Patience.until("the engine calls it healthy").until(() -> pantry.container().isHealthy());
    }
  }

  @Test
  void withoutADaemonThereIsNoHealth() {
    String image = Image.DAEMON.reference().asCanonicalNameString();

    Tool.Ended ended = Tool.run("docker", "run", "--rm", image, "health");

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(NOBODY_THERE);
  }

  @Test
  void anIdleDaemonTakesLittleMemory() throws Exception {
    try (Pantry pantry = Pantry.inVolume().open()) {
      assertThat(pantry.larder("status").getExitCode()).isZero();

      long bytes = pantry.ownBytes();

      System.out.println("An idle daemon's container takes " + bytes + " bytes");
      assertThat(bytes).isBetween(1L, MOST_IDLE_BYTES);
    }
  }
}
