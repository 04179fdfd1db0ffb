package dev.larder.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGrantTest {
  /** By sha256sum, of "abc". */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void linesAreReadAsTheyAreWritten() {
    for (String line : new String[] {"ci rw ci- sha256:" + ABC, "dash ro sha256:" + ABC}) {
      assertThat(TokenGrant.parse("  " + line.replace(" ", " \t ")).toString()).isEqualTo(line);
    }
    assertThat(TokenGrant.digest("abc")).isEqualTo(ABC);
  }

  @Test
  void prefixCoversTheNamesThatBeginWithIt() {
    TokenGrant grant = TokenGrant.parse("ci rw ci- sha256:" + ABC);
    assertThat(grant.covers("ci-timings")).isTrue();
    assertThat(grant.covers("timings")).isFalse();
    assertThat(TokenGrant.parse("ci rw sha256:" + ABC).covers("timings")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ci",
        "ci rw",
        "ci rx sha256:" + ABC,
        "ci RW sha256:" + ABC,
        "ci rw sha256:" + ABC + "0",
        "ci rw sha1:" + ABC,
        "ci rw a b sha256:" + ABC,
        "ci rw ../ sha256:" + ABC,
        "-ci rw sha256:" + ABC
      })
  void linesThatAreNoneAreRefusedWithoutShowingTheDigest(String line) {
    assertThatThrownBy(() -> TokenGrant.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
  }
}
