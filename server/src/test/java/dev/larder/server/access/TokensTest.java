package dev.larder.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.TokenGrant.Scope;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final String SECRET = "5f0c9a";

  @Test
  void theBearerOfATokenHasItsNameScopeAndPrefix() throws IOException {
    Tokens tokens =
        tokens(
            "# who may\n\n  web\tro "
                + digest("other")
                + "\nci rw team- "
                + digest(SECRET)
                + " # x");
    Peer peer = tokens.bearer(List.of("Bearer " + SECRET));
    assertThat(peer).isEqualTo(new Peer(Peer.Kind.TCP, "ci", "token ci", Scope.RW, "team-", false));
    assertThat(peer.sharesFiles()).isFalse();
    assertThat(tokens.bearer(List.of("bearer other")).scope()).isEqualTo(Scope.RO);
    assertThat(tokens.size()).isEqualTo(2);
  }

  @Test
  void aTokenMayHaveTwoLinesOfOneNameWhileItIsReplaced() throws IOException {
    Tokens tokens = tokens("ci rw " + digest("old") + "\nci rw " + digest("new"));
    assertThat(tokens.bearer(List.of("Bearer old")))
        .isEqualTo(tokens.bearer(List.of("Bearer new")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer 5f0c9", "Bearer 5f0c9aa", "Bearer ", "Basic 5f0c9a", "5f0c9a"})
  void whatIsNoTokenOfTheFileIsRefused(String authorization) throws IOException {
    Tokens tokens = tokens("ci rw " + digest(SECRET));
    assertThatThrownBy(() -> tokens.bearer(List.of(authorization)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.problem()).isEqualTo(new Problem.Unauthorized(true)));
  }

  @Test
  void noTokenAndTwoTokensAreRefused() throws IOException {
    Tokens tokens = tokens("ci rw " + digest(SECRET));
    assertThatThrownBy(() -> tokens.bearer(List.of())).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> tokens.bearer(List.of("Bearer " + SECRET, "Bearer " + SECRET)))
        .isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ci rw",
        "ci write DIGEST",
        "ci rw a b DIGEST",
        "ci rw DIGESTx",
        "ci rw md5:00",
        "-ci rw DIGEST",
        "ci rw /a DIGEST",
        "ci rw DIGEST\nother rw DIGEST"
      })
  void aMalformedLineIsNamedByItsNumberAndItsDigestIsNotTold(String line) {
    String text = "# one\n" + line.replace("DIGEST", digest(SECRET));
    int number = (int) text.lines().count();
    assertThatThrownBy(() -> tokens(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("tokens, line " + number + ": ")
        .message()
        .doesNotContain(digest(SECRET).substring("sha256:".length()));
  }

  private static Tokens tokens(String text) throws IOException {
    return Tokens.parse("tokens", text.getBytes(UTF_8));
  }

  private static String digest(String secret) {
    return "sha256:" + HexFormat.of().formatHex(Digests.sha256(secret.getBytes(UTF_8)));
  }
}
