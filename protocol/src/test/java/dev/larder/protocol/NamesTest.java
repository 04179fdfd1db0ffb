package dev.larder.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "timings", "timings2.json", "A-b_c.d+e@f", "0"})
  void namesThatCanBeFilesAreTaken(String name) {
    assertThat(DocName.parse(name).value()).isEqualTo(name);
    assertThat(WorkspaceId.parse(name, name)).hasToString(name + "/" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "-a", "a..b", "a/b", "a b", "a\n", "é", "a\u0000"})
  void namesThatCouldLeaveTheirFolderOrNeedQuotingAreRefused(String name) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> DocName.parse(name))
        .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_NAME));
  }

  @Test
  void aNameHas200CharactersAtTheMost() {
    assertThat(WorkspaceKey.parse("k".repeat(200)).value()).hasSize(200);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> WorkspaceKey.parse("k".repeat(201)));
  }
}
