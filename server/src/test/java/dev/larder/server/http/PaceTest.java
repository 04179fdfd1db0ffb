package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether what is on its way comes in earnest. */
class PaceTest {
  private final Pace pace = new Pace();
  private final Object body = new Object();

  @Test
  void aHeadThatComesByteByByteIsSlowInItsSecondSpell() {
    pace.arrived(1);
    pace.tick(true, null);
    assertThat(pace.isHeadSlow()).isFalse();
    pace.arrived(1);
    pace.tick(true, null);
    assertThat(pace.isHeadSlow()).isTrue();
  }

  @Test
  void aHeadOfWhichNothingMoreComesIsSlowInItsSecondSpell() {
    pace.arrived(100);
    pace.tick(true, null);
    pace.tick(true, null);
    assertThat(pace.isHeadSlow()).isTrue();
  }

  @Test
  void anotherHeadHasTwoSpellsOfItsOwn() {
    pace.arrived(100);
    pace.tick(true, null);
    pace.arrived(100);
    pace.message();
    pace.arrived(100);
    pace.tick(true, null);
    assertThat(pace.isHeadSlow()).isFalse();
  }

  @Test
  void aConnectionWithoutARequestIsNotSlow() {
    pace.arrived(100);
    pace.message();
    pace.tick(true, null);
    pace.tick(true, null);
    assertThat(pace.isHeadSlow()).isFalse();
    assertThat(pace.isBodySlow()).isFalse();
  }

  @Test
  void aBodyThatComesByteByByteIsSlowAndOneThatComesIsNot() {
    pace.tick(false, body);
    pace.arrived(1023);
    pace.message();
    pace.tick(false, body);
    assertThat(pace.isBodySlow()).isTrue();
    pace.arrived(1024);
    pace.message();
    pace.tick(false, body);
    assertThat(pace.isBodySlow()).isFalse();
  }

  @Test
  void aBodyIsNotBlamedForTheOneBeforeIt() {
    pace.tick(false, body);
    pace.tick(false, new Object());
    assertThat(pace.isBodySlow()).isFalse();
  }
}
