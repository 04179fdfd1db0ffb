package dev.larder.server.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebRulesTest {
  private static final List<String> NONE = List.of();

  private final WebRules rules = new WebRules(false, List.of("Larder.Example"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:7433",
        "127.0.0.1:7433",
        "10.1.2.3",
        "[::1]:7433",
        "[fe80::1]",
        "larder.example",
        "larder.example:80",
        "localhost:"
      })
  void anAddressAndANameOfOursAreAnswered(String host) {
    assertThatCode(() -> rules.check(List.of(host), NONE, NONE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "::1",
        "",
        "localhost:x",
        "localhost@evil.example",
        "[::1]evil",
        "[evil]",
        "127.0.0.1x",
        "a, localhost"
      })
  void anyOtherHostIsMisdirected(String host) {
    refused(new Problem.WrongHost(host), List.of(host), NONE, NONE);
  }

  @Test
  void noHostAndTwoHostsAreMisdirected() {
    refused(new Problem.WrongHost(""), NONE, NONE, NONE);
    refused(
        new Problem.WrongHost("localhost, localhost"),
        List.of("localhost", "localhost"),
        NONE,
        NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:7433,http://localhost:7433",
    "localhost:80,http://localhost",
    "localhost,http://localhost:80",
    "LocalHost:7433,http://localhost:7433"
  })
  void aPageOfOurOwnMayAsk(String host, String origin) {
    assertThatCode(() -> rules.check(List.of(host), List.of(origin), List.of("same-origin")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://localhost:3000",
        "https://localhost:7433",
        "http://127.0.0.1:7433",
        "http://localhost",
        "http://localhost:7433.evil.example",
        ""
      })
  void aPageOfAnotherOriginMayNot(String origin) {
    refused(new Problem.ForeignOrigin(origin), List.of("localhost:7433"), List.of(origin), NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "anything"})
  void whatABrowserSaysComesFromElsewhereIsRefusedEvenWithoutAnOrigin(String site) {
    refused(new Problem.ForeignOrigin(site), List.of("localhost"), NONE, List.of(site));
  }

  @Test
  void aTlsPortIsAnotherOriginThanAPlainOne() {
    WebRules tls = new WebRules(true, List.of());
    assertThatCode(() -> tls.check(List.of("localhost:443"), List.of("https://localhost"), NONE))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> tls.check(List.of("localhost"), List.of("http://localhost"), NONE))
        .isInstanceOf(RefusedException.class);
  }

  private void refused(
      Problem problem, List<String> hosts, List<String> origins, List<String> sites) {
    assertThatThrownBy(() -> rules.check(hosts, origins, sites))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> Assertions.assertThat(e.problem()).isEqualTo(problem));
  }
}
