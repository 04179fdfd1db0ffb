package dev.larder.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builders in containers of their own, who share one daemon's volume. */
class BuildersTest {
  private static final String USER = "10001:7000";
  private static final String GROUP = "7000";

  /** Builds until it is ended from outside; the key is the same for every builder of that test. */
  private static final String[] ENDLESS = {
    "larder",
    "build",
    "gap",
    "--key",
    "4.12",
    "--",
    "sh",
    "-c",
    // The killed builder's container is the one that has this file.
    "test ! -e /tmp/endless || exec sleep infinity; echo built > {}"
  };

  @BeforeAll
  static void engineIsThere() {
    Needs.engine();
  }

  @Test
  void whoWaitsIsGrantedWhenTheBuildersContainerIsKilled() throws Exception {
    try (Pantry pantry = Pantry.inVolume().as(USER).open();
        BuildContainer killed =
            BuildContainer.start(
                pantry,
                USER,
                List.of(),
                "sh",
                "-c",
                "touch /tmp/endless; exec \"$@\"",
                "sh",
                ENDLESS[0],
                ENDLESS[1],
                ENDLESS[2],
                ENDLESS[3],
                ENDLESS[4],
                ENDLESS[5],
                ENDLESS[6],
                ENDLESS[7],
                ENDLESS[8])) {
      awaitStatus(pantry, "1 building, 0 waiting");
      try (BuildContainer next = BuildContainer.start(pantry, USER, List.of(), ENDLESS)) {
        awaitStatus(pantry, "1 building, 1 waiting");

        killed.kill();

        assertThat(next.awaitWell()).contains(Pantry.ROOT + "/workspaces/gap/");
      }
    }
  }

  @Test
  void twoUsersOfOneGroupShareASocketAndBuildOnce() throws Exception {
    try (Pantry pantry =
        Pantry.inVolume()
            .as(USER)
            .with("LARDER_SOCKET_MODE", "0660")
            .with("LARDER_ALLOW_GID", GROUP)
            .open()) {
      String script =
          "path=$(larder build gap --key shared -- sh -c 'echo built by $(id -u); id -u > {}')"
              + " && echo \"$(id -u) has $(cat \"$path\")\"";
      try (BuildContainer one =
              BuildContainer.start(pantry, "5001:7000", List.of(), "sh", "-c", script);
          // Its group is a further one, beside its own.
          BuildContainer two =
              BuildContainer.start(pantry, "5002:5002", List.of(GROUP), "sh", "-c", script)) {
        String said = one.awaitWell() + two.awaitWell();

        assertThat(said.lines().filter(line -> line.startsWith("built by"))).hasSize(1);
        assertThat(said.lines().filter(line -> line.startsWith("5001 has"))).hasSize(1);
        assertThat(said.lines().filter(line -> line.startsWith("5002 has"))).hasSize(1);
        String builder = said.contains("built by 5001") ? "5001" : "5002";
        assertThat(said).contains("5001 has " + builder, "5002 has " + builder);
      }
      try (BuildContainer stranger =
          BuildContainer.start(
              pantry, "5003:5003", List.of(), "sh", "-c", "larder status || echo refused")) {
        assertThat(stranger.awaitWell()).contains("refused").doesNotContain("workspaces");
      }
    }
  }

  private static void awaitStatus(Pantry pantry, String words) {
    Patience.until(words).until(() -> pantry.larder("status").getStdout().contains(words));
  }
}
