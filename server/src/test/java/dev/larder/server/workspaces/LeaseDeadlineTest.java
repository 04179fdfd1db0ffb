package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static dev.larder.server.workspaces.Samples.builderOf;
import static dev.larder.server.workspaces.Samples.result;
import static dev.larder.server.workspaces.Samples.waiter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.workspaces.LeaseEffect.Commit;
import dev.larder.server.workspaces.LeaseEffect.CommitRefused;
import dev.larder.server.workspaces.LeaseEffect.Fail;
import dev.larder.server.workspaces.LeaseEffect.GiveBack;
import dev.larder.server.workspaces.LeaseEffect.Take;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Leases that are taken away: by their deadline, or by hand. */
class LeaseDeadlineTest {
  private static final long NOW = 100_000;
  private static final long DEADLINE = NOW + 500;
  private static final Lease FIRST = new Lease("token41", 41, GAP, builderOf(1), NOW, DEADLINE);

  private final LeaseMachine machine = new LeaseMachine(LeaseBounds.of(10));

  @Test
  void builderPastItsDeadlineIsToldSoAndTheNextIsGranted() {
    buildWithWaiters(1, 2);

    assertThat(machine.nextDeadlineMs()).isEqualTo(DEADLINE);
    assertThat(machine.tick(DEADLINE - 1)).isEmpty();
    assertThat(machine.tick(DEADLINE))
        .containsExactly(
            new Fail(waiter(1), lost(Problem.LeaseLost.DEADLINE)),
            new GiveBack(FIRST),
            new Take(GAP, waiter(2)));
    assertThat(machine.nextDeadlineMs()).isEqualTo(Lease.NEVER);
  }

  @Test
  void deadlineOutlivesTheDaemon() {
    machine.restored(FIRST, NOW);

    assertThat(machine.nextDeadlineMs()).isEqualTo(DEADLINE);
    assertThat(machine.tick(DEADLINE)).containsExactly(new GiveBack(FIRST));
    assertThat(machine.nextDeadlineMs()).isEqualTo(Lease.NEVER);
  }

  @Test
  void leaseOfAKeyIsTheOneThatIsHeld() {
    assertThat(machine.leaseOf(GAP)).isEmpty();
    assertThat(machine.isBuilding(GAP)).isFalse();

    buildWithWaiters(1);

    assertThat(machine.leaseOf(GAP)).contains(FIRST);
    assertThat(machine.isBuilding(GAP)).isTrue();
    machine.release(GAP, NOW);
    assertThat(machine.leaseOf(GAP)).isEmpty();
    assertThat(machine.isBuilding(GAP)).isFalse();
  }

  @Test
  void tokenPastItsDeadlineIsRefusedEvenIfNoTickCameSince() {
    buildWithWaiters(1);

    assertThat(machine.held(FIRST.token(), DEADLINE - 1)).contains(FIRST);
    assertThat(machine.held(FIRST.token(), DEADLINE)).isEmpty();
    assertThat(machine.commit(FIRST.token(), DEADLINE))
        .containsExactly(new CommitRefused(FIRST.token(), new Problem.LeaseLost(FIRST.token())));
  }

  @Test
  void builderPastItsDeadlineIsToldSoWhenAnotherLeavesBeforeTheTick() {
    buildWithWaiters(1, 2, 3);

    assertThat(machine.left(2, DEADLINE))
        .containsExactly(
            new Fail(waiter(1), lost(Problem.LeaseLost.DEADLINE)),
            new GiveBack(FIRST),
            new Take(GAP, waiter(3)));
  }

  @Test
  void commitThatBeganInTimeIsNotCutShort() {
    buildWithWaiters(1, 2);
    assertThat(machine.commit(FIRST.token(), DEADLINE - 1)).containsExactly(new Commit(FIRST));

    assertThat(machine.nextDeadlineMs()).isEqualTo(Lease.NEVER);
    assertThat(machine.tick(DEADLINE + 1)).isEmpty();
    assertThat(machine.committed(FIRST, result(FIRST), DEADLINE + 2)).isNotEmpty();
    assertThat(machine.views(DEADLINE + 2)).isEmpty();
  }

  @Test
  void commitThatFailedCannotBeTriedAgainPastTheDeadline() {
    buildWithWaiters(1, 2);
    machine.commit(FIRST.token(), DEADLINE - 1);
    Problem nothing = new Problem.NothingStaged("/staging", "'content' is not there");

    assertThat(machine.commitFailed(FIRST, nothing, true, DEADLINE))
        .containsExactly(
            new CommitRefused(FIRST.token(), nothing),
            new Fail(waiter(1), nothing),
            new GiveBack(FIRST),
            new Take(GAP, waiter(2)));
  }

  @Test
  void deadlineOfARestoredLeaseIsTheOneThatItHad() {
    machine.restored(FIRST, NOW);

    assertThat(machine.resume(FIRST.token(), waiter(3), DEADLINE))
        .containsExactly(new Fail(waiter(3), new Problem.LeaseLost(FIRST.token())));
    assertThat(machine.tick(DEADLINE)).containsExactly(new GiveBack(FIRST));
  }

  @Test
  void releasedLeaseIsLostAtOnce() {
    buildWithWaiters(1, 2);

    assertThat(machine.release(GAP, NOW))
        .containsExactly(
            new Fail(waiter(1), lost(Problem.LeaseLost.RELEASED)),
            new GiveBack(FIRST),
            new Take(GAP, waiter(2)));
    assertThat(machine.held(FIRST.token(), NOW)).isEmpty();
  }

  @Test
  void onlyALeaseThatIsHeldAndNotBeingCommittedCanBeReleased() {
    assertThatThrownBy(() -> machine.release(GAP, NOW)).isInstanceOf(RefusedException.class);
    buildWithWaiters(1);
    machine.commit(FIRST.token(), NOW);

    assertThatThrownBy(() -> machine.release(GAP, NOW))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.problem()).isEqualTo(new Problem.BeingBuilt(GAP)));
  }

  private static Problem lost(String reason) {
    return new Problem.LeaseLost(FIRST.token(), reason);
  }

  private void buildWithWaiters(long builderId, long... waiterIds) {
    machine.request(GAP, waiter(builderId), Optional.empty(), NOW);
    machine.taken(FIRST, NOW);
    for (long id : waiterIds) {
      machine.request(GAP, waiter(id), Optional.empty(), NOW);
    }
  }
}
