package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
  @Test
  void pathsArePutInAnywhereInAnArgument() {
    assertThat(
            Placeholders.fill(
                List.of("{}", "-o{}", "a {} b {final} {}", "{final}{}"), "/staging", "/store"))
        .containsExactly(
            "/staging", "-o/staging", "a /staging b /store /staging", "/store/staging");
  }

  @Test
  void bracesThatArePlaceholdersOfNobodyStay() {
    assertThat(Placeholders.fill(List.of("{", "{a}", "${x}", "{final", "{ }"), "/s", "/f"))
        .containsExactly("{", "{a}", "${x}", "{final", "{ }");
  }

  @Test
  void whatAPathHoldsIsNotReplacedAgain() {
    assertThat(Placeholders.fill(List.of("{}"), "/a/{final}/b", "/f"))
        .containsExactly("/a/{final}/b");
  }

  @Test
  void theFinalPathAloneTellsNoCommandWhereToWrite() {
    assertThat(Placeholders.nameContent(List.of("make", "{final}"))).isFalse();
    assertThat(Placeholders.nameContent(List.of("make", "--to={}"))).isTrue();
  }
}
