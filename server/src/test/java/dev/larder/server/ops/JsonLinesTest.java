package dev.larder.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.runtime.RuntimeProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {
  @Test
  void whateverAMessageHoldsTheEventIsOneLineOfJson() {
    String message = "a \"quoted\" \\ path,\na second line,\ta tab,\u0000\u001b[31m and \u2028";
    String line = JsonLines.line(entry(message, null));
    assertThat(line).doesNotContain("\n", "\u001b");
    JsonNode event = JsonMapper.shared().readTree(line);
    assertThat(event.get("message").asString()).isEqualTo(message);
    assertThat(event.has("exception")).isFalse();
  }

  @Test
  void anExceptionIsAMemberWithItsTrace() {
    Exception cause = new IllegalStateException("inner\nwords");
    String line = JsonLines.line(entry("outer", new RuntimeException("broken", cause)));
    assertThat(line).doesNotContain("\n");
    JsonNode event = JsonMapper.shared().readTree(line);
    assertThat(event.get("exception").asString())
        .startsWith("java.lang.RuntimeException: broken\n")
        .contains("\tat " + JsonLinesTest.class.getName())
        .contains("Caused by: java.lang.IllegalStateException: inner\nwords");
    assertThat(event.get("level").asString()).isEqualTo("WARN");
    assertThat(event.get("logger").asString()).isEqualTo("a.Logger");
    assertThat(event.get("thread").asString()).isEqualTo(Thread.currentThread().getName());
  }

  private static LogEntry entry(String message, @Nullable Throwable exception) {
    return new LogEntry(
        RuntimeProvider.createTimestamp(),
        Thread.currentThread(),
        Map.of(),
        "a.Logger",
        "method",
        "Logger.java",
        1,
        null,
        Level.WARN,
        message,
        exception);
  }
}
