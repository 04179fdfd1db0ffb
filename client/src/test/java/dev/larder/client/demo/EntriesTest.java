package dev.larder.client.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntriesTest {
  @Test
  void valuesKeepTheTextOfTheirNumbers() {
    assertThat(read("{\"a\": {\"t\" : 5.20e-06}, \"b\":[1e400, 0.10 ], \"c\": -0}"))
        .containsExactly(
            Map.entry("a", "{\"t\":5.20e-06}"),
            Map.entry("b", "[1e400,0.10]"),
            Map.entry("c", "-0"));
  }

  @Test
  void whiteSpaceMakesNoDifferenceAndEverythingElseDoes() {
    assertThat(read("{\"a\":\n  [ 1,\"x\", null ]}")).isEqualTo(read("{\"a\":[1,\"x\",null]}"));
    assertThat(read("{\"a\":[1,\"x\",null]}"))
        .isNotEqualTo(read("{\"a\":[1,\"x \",null]}"))
        .isNotEqualTo(read("{\"a\":[1.0,\"x\",null]}"));
  }

  @Test
  void whatWasReadIsWrittenAsTheSameJson() {
    Map<String, String> entries = read("{\"q\\\"\\n\": \"\\u0001\\\\\", \"é\": true}");

    assertThat(read(Entries.write(entries))).isEqualTo(entries);
  }

  @Test
  void aTornFileIsNoObject() {
    assertThatThrownBy(() -> read("{\"a\": 1, \"b\""))
        .isInstanceOf(tools.jackson.core.JacksonException.class);
    assertThatThrownBy(() -> read("[]")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, String> read(String json) {
    return Entries.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
