package dev.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void theRatioIsTheMedianOfTheRatiosTurnByTurn() {
    // The machine was slow in the second turn, for both alike.
    Figure ours = Figure.of("ours", "/s", List.of(200.0, 20.0, 220.0));
    Figure theirs = Figure.of("theirs", "/s", List.of(100.0, 10.0, 100.0));

    assertThat(ours.ratioTo(theirs)).isEqualTo(2.0);
    assertThat(ours.median()).isEqualTo(200.0);
    assertThat(ours.spread()).isEqualTo(1.0);
  }

  @Test
  void figuresOfDifferentTurnsAreComparedByTheirMedians() {
    Figure ours = Figure.of("ours", "ms", List.of(1.0, 2.0, 3.0, 4.0));
    Figure theirs = Figure.of("theirs", "ms", List.of(5.0));

    assertThat(ours.ratioTo(theirs)).isEqualTo(0.5);
  }

  @Test
  void goalsAreReachedAtTheirBound() {
    assertThat(Goal.atLeast(1.0).isReachedBy(1.0)).isTrue();
    assertThat(Goal.atLeast(1.0).isReachedBy(0.99)).isFalse();
    assertThat(Goal.atMost(90, "MB").isReachedBy(90)).isTrue();
    assertThat(Goal.atMost(90, "MB").isReachedBy(90.1)).isFalse();
    assertThat(Goal.atMost(2.5)).hasToString("≤ 2.5 ×");
    assertThat(Goal.atMost(90, "MB").told(1234.56)).isEqualTo("1,234.6 MB");
  }
}
