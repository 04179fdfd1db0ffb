package dev.larder.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.demo.DemoResult.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoResultTest {
  private static final Part WITHOUT = new Part(35, 10, 1_000, 12_000);

  @Test
  void whatWasKeptIsTheLastLine() {
    DemoResult result = result(new Part(562, 1, 1_234, 2_100));

    assertThat(result.isAsPromised()).isTrue();
    assertThat(result.lines())
        .contains("time of the writers                                  1.0 s         1.2 s")
        .last()
        .isEqualTo("562 of 562 entries, 1 build of 10 requests");
  }

  @Test
  void aLostEntryAndASecondBuildAreToldAsTheyAre() {
    DemoResult result = result(new Part(561, 2, 1, 1));

    assertThat(result.isAsPromised()).isFalse();
    assertThat(result.lines()).last().isEqualTo("561 of 562 entries, 2 builds of 10 requests");
  }

  @Test
  void anythingElseThatWentWrongIsTold() {
    DemoResult result = result(new Part(562, 1, 1, 1), "the daemon did not stop");

    assertThat(result.isAsPromised()).isFalse();
    assertThat(result.lines()).contains("Not as promised: the daemon did not stop");
  }

  private static DemoResult result(Part with, String... problems) {
    return new DemoResult(562, 10, "the GAP workspace", WITHOUT, with, List.of(problems));
  }
}
