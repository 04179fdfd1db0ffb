package dev.larder.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SeldomLogTest {
  private final AtomicLong nowMs = new AtomicLong();
  private final SeldomLog log =
      new SeldomLog(LoggerFactory.getLogger(SeldomLogTest.class), nowMs::get);

  @Test
  void aKeyIsDueOnceAMinuteAndThenTellsHowManyWerePassedOver() {
    assertThat(log.due("a")).isZero();
    assertThat(log.due("a")).isEqualTo(-1);
    assertThat(log.due("b")).isZero();
    nowMs.set(59_999);
    assertThat(log.due("a")).isEqualTo(-1);
    nowMs.set(60_000);
    assertThat(log.due("a")).isEqualTo(2);
    assertThat(log.due("a")).isEqualTo(-1);
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int key = 0; key <= 1024; key++) {
      assertThat(log.due("key " + key)).isZero();
    }
    assertThat(log.due("key 1")).isEqualTo(-1);
    assertThat(log.due("key 0")).as("the oldest was forgotten").isZero();
  }
}
