package dev.larder.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.RefusedException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmittedUsersTest {
  private static final AdmittedUsers USERS =
      new AdmittedUsers(1000, Set.of(2000L), Set.of(3000L, 4_000_000_000L));

  @Test
  void theDaemonsOwnUserAndRootAreItsOwners() {
    assertThat(USERS.admit(user(1000, 1)).owner()).isTrue();
    assertThat(USERS.admit(user(0, 0)).owner()).isTrue();
  }

  @Test
  void aNamedUserIsLetInAndIsNoOwner() {
    assertThat(USERS.admit(user(2000, 1)).owner()).isFalse();
  }

  @Test
  void aMemberOfANamedGroupIsLetInByItsEffectiveOrASupplementaryGroup() {
    assertThat(USERS.admit(user(5, 3000)).owner()).isFalse();
    assertThat(USERS.admit(user(5, 1, 7, 4_000_000_000L)).sharesFiles()).isTrue();
  }

  @Test
  void anybodyElseIsRefused() {
    assertThatThrownBy(() -> USERS.admit(user(5, 1, 7)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("uid 5");
  }

  private static UnixUser user(long uid, long gid, long... groups) {
    return new UnixUser("uid " + uid, 7, uid, gid, () -> groups);
  }
}
