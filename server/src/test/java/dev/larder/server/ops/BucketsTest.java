package dev.larder.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketsTest {
  private final Buckets buckets = new Buckets(10, 20);

  @Test
  void anObservationAtABoundBelongsBelowIt() {
    for (long value : new long[] {0, 10, 11, 20, 21, Long.MAX_VALUE / 2}) {
      buckets.observe(value);
    }
    assertThat(buckets.counts()).containsExactly(2, 2, 2);
  }

  @Test
  void theSumAndTheBoundsAreInTheUnitThatIsAskedFor() {
    buckets.observe(5);
    buckets.observe(25);
    assertThat(buckets.sum()).isEqualTo(30);
    assertThat(buckets.bounds(10)).containsExactly(1, 2, Double.POSITIVE_INFINITY);
  }
}
