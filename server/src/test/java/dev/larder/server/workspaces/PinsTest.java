package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.PinName;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import org.junit.jupiter.api.Test;

class PinsTest {
  private final Pins pins = new Pins();

  private static Pins.Pin pin(WorkspaceId id, String name, long expiresAtMs) {
    return new Pins.Pin(id, PinName.parse(name), expiresAtMs);
  }

  @Test
  void aResultIsPinnedAsLongAsOneOfItsHoldsIsLeft() {
    pins.hold(GAP);
    pins.hold(GAP);
    assertThat(pins.holds(GAP)).isEqualTo(2);
    pins.release(GAP);
    assertThat(pins.isPinned(GAP, 0)).isTrue();

    pins.release(GAP);

    assertThat(pins.isPinned(GAP, 0)).isFalse();
    assertThat(pins.holds(GAP)).isZero();
  }

  @Test
  void aPinEndsAtItsTimeAndOneWithoutATimeNever() {
    pins.put(pin(GAP, "short", 100));
    assertThat(pins.isPinned(GAP, 99)).isTrue();
    assertThat(pins.isPinned(GAP, 100)).isFalse();

    pins.put(pin(GAP, "long", Pins.Pin.NEVER));
    pins.expire(1_000_000);

    assertThat(pins.all()).containsExactly(pin(GAP, "long", Pins.Pin.NEVER));
    assertThat(pins.count()).isOne();
  }

  @Test
  void theSameNameIsTheSamePin() {
    assertThat(pins.put(pin(GAP, "a", 5))).isNull();
    assertThat(pins.put(pin(GAP, "a", 9))).isEqualTo(pin(GAP, "a", 5));
    assertThat(pins.count()).isOne();
    assertThat(pins.remove(GAP, PinName.parse("a"))).isEqualTo(pin(GAP, "a", 9));
    assertThat(pins.remove(GAP, PinName.parse("a"))).isNull();
    assertThat(pins.count()).isZero();
  }

  @Test
  void thereAreNoMorePinsOfAKeyThanTheBound() {
    for (int i = 0; i < Pins.PER_KEY; i++) {
      pins.checkRoom(GAP, PinName.parse("p" + i));
      pins.put(pin(GAP, "p" + i, Pins.Pin.NEVER));
    }

    pins.checkRoom(GAP, PinName.parse("p0"));
    assertThatThrownBy(() -> pins.checkRoom(GAP, PinName.parse("more")))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.problem()).isInstanceOf(Problem.TooMany.class));
  }

  @Test
  void thereAreNoMorePinsInAllThanTheBound() {
    for (int i = 0; i < Pins.IN_ALL; i++) {
      pins.put(pin(WorkspaceId.parse("gap", "k" + i), "p", Pins.Pin.NEVER));
    }

    assertThatThrownBy(() -> pins.checkRoom(WorkspaceId.parse("gap", "x"), PinName.parse("p")))
        .isInstanceOf(RefusedException.class);
  }
}
