package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static dev.larder.server.workspaces.Samples.builderOf;
import static dev.larder.server.workspaces.Samples.lease;
import static dev.larder.server.workspaces.Samples.result;
import static dev.larder.server.workspaces.Samples.waiter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Problem;
import dev.larder.server.workspaces.LeaseEffect.Commit;
import dev.larder.server.workspaces.LeaseEffect.Fail;
import dev.larder.server.workspaces.LeaseEffect.GiveBack;
import dev.larder.server.workspaces.LeaseEffect.Grant;
import dev.larder.server.workspaces.LeaseEffect.Take;
import dev.larder.server.workspaces.LeaseEffect.Wait;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Leases of the daemon's last run, and builders that come back with their tokens. */
class LeaseGraceTest {
  private static final long NOW = 100_000;
  private static final Lease FIRST = lease(GAP, 41, builderOf(1), NOW);

  private final LeaseMachine machine = new LeaseMachine(LeaseBounds.of(10));

  @Test
  void restoredLeaseIsGrantedAgainToItsBuilderOnly() {
    machine.restored(FIRST, NOW);

    assertThat(request(2)).containsExactly(new Wait(waiter(2), builderOf(1), NOW));
    assertThat(machine.resume("guessed", waiter(3), NOW))
        .containsExactly(new Fail(waiter(3), new Problem.LeaseLost("guessed")));
    assertThat(machine.resume(FIRST.token(), waiter(4), NOW + 9_999))
        .containsExactly(new Grant(waiter(4), FIRST));
    assertThat(machine.tick(NOW + 60_000)).isEmpty();
    assertThat(machine.left(4, NOW + 60_000))
        .containsExactly(new GiveBack(FIRST), new Take(GAP, waiter(2)));
  }

  @Test
  void restoredLeaseEndsWithItsGrace() {
    machine.restored(FIRST, NOW);
    request(2);

    assertThat(machine.tick(NOW + 9_999)).isEmpty();
    assertThat(machine.resume(FIRST.token(), waiter(3), NOW + 10_000))
        .containsExactly(new Fail(waiter(3), new Problem.LeaseLost(FIRST.token())));
    assertThat(machine.tick(NOW + 10_000))
        .containsExactly(new GiveBack(FIRST), new Take(GAP, waiter(2)));
  }

  @Test
  void restoredLeaseCanBeCommittedWithoutResuming() {
    machine.restored(FIRST, NOW);

    assertThat(machine.commit(FIRST.token(), NOW)).containsExactly(new Commit(FIRST));
    assertThat(machine.tick(NOW + 60_000)).isEmpty();
    machine.committed(FIRST, result(FIRST), NOW);
    assertThat(machine.views(NOW)).isEmpty();
  }

  @Test
  void liveLeaseIsNotTakenOverByItsToken() {
    buildWithWaiters(1);

    assertThat(machine.resume(FIRST.token(), waiter(2), NOW))
        .containsExactly(new Fail(waiter(2), new Problem.LeaseLost(FIRST.token())));
    assertThat(machine.commit(FIRST.token(), NOW)).containsExactly(new Commit(FIRST));
  }

  private List<LeaseEffect> request(long waiterId) {
    return machine.request(GAP, waiter(waiterId), Optional.empty(), NOW);
  }

  private void buildWithWaiters(long builderId, long... waiterIds) {
    request(builderId);
    machine.taken(FIRST, NOW);
    for (long id : waiterIds) {
      request(id);
    }
  }
}
