package dev.larder.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '\'',
      value = {
        "\"a-1\" a-1",
        "a-1 a-1",
        "\"a\\\"b\\\\c\" a\"b\\c",
        "YWJj= YWJj=",
        "\"a,b;c\" a,b;c"
      })
  void aKeyIsTheSameQuotedAndBare(String header, String value) {
    assertThat(IdempotencyKey.parse(header).value()).isEqualTo(value);
    assertThat(IdempotencyKey.parse(new IdempotencyKey(value).header()).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\"\"",
        "\"a",
        "a\"",
        "\"a\";x=1",
        "a;x",
        "a, b",
        "\"a\\b\"",
        "\"a\\",
        "é"
      })
  void whatIsNoKeyIsRefused(String header) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> IdempotencyKey.parse(header))
        .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
  }

  @Test
  void aKeyHas200CharactersAtTheMost() {
    assertThat(IdempotencyKey.parse("\"" + "k".repeat(200) + "\"").value()).hasSize(200);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> IdempotencyKey.parse("k".repeat(201)));
  }
}
