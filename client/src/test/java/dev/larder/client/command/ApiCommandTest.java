package dev.larder.client.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.OpenApi;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiCommandTest {
  private static final Path FILE =
      Path.of("..", "protocol/src/main/resources/dev/larder/protocol/openapi.yaml");

  @Test
  void contractIsPrintedAsItWasWrittenWithoutADaemon() throws Exception {
    var shell = TestShell.piped();

    assertThat(shell.run("api", "--root", "/no/such/root")).isZero();
    assertThat(shell.out()).isEqualTo(Files.readString(FILE));
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void contractIsPrintedAsJsonOnOneLineWhereThatIsAskedFor() {
    var shell = TestShell.piped();

    assertThat(shell.run("api", "--json")).isZero();
    assertThat(shell.out())
        .isEqualTo(new String(OpenApi.JSON.read(), UTF_8))
        .startsWith("{\"openapi\":\"3.1.0\"")
        .containsOnlyOnce("\n");
  }
}
