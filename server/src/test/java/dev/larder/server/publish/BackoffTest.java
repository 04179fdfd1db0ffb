package dev.larder.server.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final long MS = 1_000_000;
  private final Backoff backoff = new Backoff(PublisherOptions.DEFAULTS);

  @Test
  void pausesDoubleUpToTheLongest() {
    List<Long> pausesMs = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      backoff.failed(1000 * MS);
      pausesMs.add(backoff.retryAtNs() / MS - 1000);
    }

    assertThat(pausesMs)
        .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L);
  }

  @Test
  void pauseIsOverWhenItsTimeHasCome() {
    backoff.failed(0);

    assertThat(backoff.isPausing(249 * MS)).isTrue();
    assertThat(backoff.isPausing(250 * MS)).isFalse();
    assertThat(backoff.isFailing()).isTrue();
  }

  @Test
  void successStartsAnew() {
    backoff.failed(0);
    backoff.failed(0);
    backoff.succeeded();
    assertThat(backoff.isFailing()).isFalse();

    backoff.failed(0);

    assertThat(backoff.retryAtNs()).isEqualTo(250 * MS);
  }
}
