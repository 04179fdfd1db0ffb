package dev.larder.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.client.http.Endpoint;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientOptionsTest {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  @Test
  void rootIsThatOfTheEnvironmentOrInTheCacheFolder() {
    assertThat(ClientOptions.of(Map.of("LARDER_ROOT", "/r"), "").root()).isEqualTo(Path.of("/r"));
    assertThat(ClientOptions.of(Map.of("XDG_CACHE_HOME", "/c"), "").root())
        .isEqualTo(Path.of("/c/larder"));
    assertThat(ClientOptions.of(Map.of("XDG_CACHE_HOME", "not/absolute"), "").root())
        .isEqualTo(HOME.resolve(".cache/larder"));
    assertThat(ClientOptions.of(Map.of("LARDER_ROOT", ""), "").root())
        .isEqualTo(HOME.resolve(".cache/larder"));
  }

  @Test
  void launcherIsThePropertyThenTheVariableThenTheCommand() {
    Map<String, String> environment = Map.of("LARDER_COMMAND", "/opt/larder");
    assertThat(ClientOptions.of(environment, "/here/larder").launcher()).isEqualTo("/here/larder");
    assertThat(ClientOptions.of(environment, "").launcher()).isEqualTo("/opt/larder");
    assertThat(ClientOptions.of(Map.of(), "").launcher()).isEqualTo("larder");
  }

  @Test
  void relativePathsAreMadeAbsolute() {
    ClientOptions options = ClientOptions.of(Map.of("LARDER_ROOT", "a/../b"), "./larder");
    assertThat(options.root()).isAbsolute().isEqualTo(Path.of("b").toAbsolutePath());
    assertThat(Path.of(options.launcher())).isAbsolute();
  }

  @Test
  void endpointOfTheEnvironmentGoesBeforeTheRootUntilARootIsNamed() {
    ClientOptions options = ClientOptions.of(Map.of("LARDER_ENDPOINT", "unix:/s"), "");
    assertThat(options.endpoint()).isEqualTo(new Endpoint.Unix(Path.of("/s")));
    assertThat(options.withRoot(Path.of("/r")).endpoint()).isNull();
  }

  @Test
  void endpointThatIsNoneIsRefusedWithItsForm() {
    for (String wrong : new String[] {"/s", "tcp:1", "unix:relative", "unix:/" + "s".repeat(107)}) {
      assertThatThrownBy(() -> ClientOptions.of(Map.of("LARDER_ENDPOINT", wrong), ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Endpoint.parse("unix:/a b/ä")).hasToString("unix:/a b/ä");
  }

  @Test
  void timeoutOfNothingIsRefused() {
    ClientOptions options = ClientOptions.of(Map.of(), "");
    assertThatThrownBy(() -> options.withTimeoutMs(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
