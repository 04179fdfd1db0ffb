package dev.larder.bench.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyAnswerTest {
  @TempDir private Path scratch;

  @Test
  void aRowHasASampleOfEachTurnAndALatencyOfEachAnswer() throws Exception {
    Bench bench = new Bench(true, scratch, line -> {});

    Result result = new ReadyAnswer().measure(bench);

    assertThat(result.value()).isPositive();
    assertThat(result.figures()).hasSize(2);
    for (Figure figure : result.figures()) {
      assertThat(figure.samples()).hasSize(bench.turns()).allMatch(sample -> sample > 0);
      assertThat(figure.latency()).isNotNull().satisfies(l -> assertThat(l.count()).isPositive());
    }
  }
}
