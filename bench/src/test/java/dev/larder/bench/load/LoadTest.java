package dev.larder.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void callersCallAgainAndAgainAndEachCallIsTimed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    Callers.Call call =
        new Callers.Call() {
          @Override
          public void once(long number) {
            calls.incrementAndGet();
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    Turn turn;
    try (Callers callers = new Callers(List.of(call, call))) {
      turn = callers.closedLoop(SHORT);
    }

    assertThat(turn.operations()).isEqualTo(calls.get()).isGreaterThan(2);
    assertThat(turn.latency().count()).isEqualTo(calls.get());
    assertThat(closed).hasValue(2);
  }

  @Test
  void aCallThatFailsIsNoFigure() {
    Callers.Call failing =
        number -> {
          throw new IOException("refused");
        };
    assertThatThrownBy(() -> new Callers(List.of(failing)).closedLoop(SHORT))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void programsAreAddedUpByWhatTheyPrintLast() throws Exception {
    Programs programs =
        new Programs(
            2, (number, seconds) -> List.of("sh", "-c", "echo noise; echo " + (number + 3)));

    assertThat(programs.closedLoop(SHORT).operations()).isEqualTo(7);
  }

  @Test
  void aProgramThatFailsIsNoFigure() {
    Programs programs = new Programs(1, (number, seconds) -> List.of("sh", "-c", "echo 3; exit 1"));

    assertThatThrownBy(() -> programs.closedLoop(SHORT)).isInstanceOf(IOException.class);
  }

  @Test
  void theRateOfAnotherBenchmarkIsRead() throws Exception {
    OwnBenchmark told =
        new OwnBenchmark(
            time -> List.of("echo", "latency 3 ms\ntps = 1200.5 (without connecting)"),
            Pattern.compile("(?m)^tps = ([0-9.]+)"));

    assertThat(told.closedLoop(Duration.ofSeconds(2)).perSecond()).isEqualTo(1200.5);
  }
}
