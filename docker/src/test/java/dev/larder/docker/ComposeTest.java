package dev.larder.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The compose file, for real, by whichever compose there is. */
class ComposeTest {
  private static final String PROJECT = "larder-test";

  private static List<String> compose = List.of();

  @BeforeAll
  static void composeIsThere() {
    Needs.engine();
    boolean plugin = Tool.works("docker", "compose", "version");
    Needs.that(
        plugin || Tool.works("docker-compose", "version"),
        "there is neither 'docker compose' nor 'docker-compose' here");
    compose = plugin ? List.of("docker", "compose") : List.of("docker-compose");
  }

  @Test
  void twoBuildersOfDifferentUsersBuildOnceAndBothUseIt() {
    try {
      compose("up", "--build", "--detach").well();
      Patience.until("both have used it")
          .until(() -> compose("logs", "--no-color").said().split(" uses ", -1).length == 3);

      String said = compose("logs", "--no-color").said();
      assertThat(said.lines().filter(line -> line.contains(" builds it"))).hasSize(1);
      assertThat(said).contains("user 5001 uses ", "user 5002 uses ");
      String builder = said.contains("user 5001 builds it") ? "5001" : "5002";
      assertThat(said.lines().filter(line -> line.endsWith("made by user " + builder))).hasSize(2);
    } finally {
      compose("down", "--volumes");
    }
  }

  private static Tool.Ended compose(String... words) {
    var line = new ArrayList<>(compose);
    line.addAll(List.of("--project-name", PROJECT, "--file", "docker/compose.yaml"));
    line.addAll(List.of(words));
    return Tool.run(line.toArray(new String[0]));
  }
}
