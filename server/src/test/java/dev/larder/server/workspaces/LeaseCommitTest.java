package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static dev.larder.server.workspaces.Samples.builderOf;
import static dev.larder.server.workspaces.Samples.lease;
import static dev.larder.server.workspaces.Samples.result;
import static dev.larder.server.workspaces.Samples.waiter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Problem;
import dev.larder.server.workspaces.LeaseEffect.Commit;
import dev.larder.server.workspaces.LeaseEffect.CommitRefused;
import dev.larder.server.workspaces.LeaseEffect.Committed;
import dev.larder.server.workspaces.LeaseEffect.Fail;
import dev.larder.server.workspaces.LeaseEffect.GiveBack;
import dev.larder.server.workspaces.LeaseEffect.Ready;
import dev.larder.server.workspaces.LeaseEffect.Take;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the commit of a builder to the answer of the store. */
class LeaseCommitTest {
  private static final long NOW = 100_000;
  private static final Lease FIRST = lease(GAP, 41, builderOf(1), NOW);

  private final LeaseMachine machine = new LeaseMachine(LeaseBounds.of(10));

  @Test
  void commitGoesOnWhenTheBuildersStreamEnds() {
    buildWithWaiters(1, 2);
    machine.commit(FIRST.token(), NOW);

    assertThat(machine.left(1, NOW)).isEmpty();
    assertThat(machine.committed(FIRST, result(FIRST), NOW))
        .containsExactly(
            new Committed(FIRST.token(), 41, result(FIRST)),
            new Ready(waiter(2), result(FIRST), false),
            new GiveBack(FIRST));
  }

  @Test
  void commitAskedForTwiceRunsOnce() {
    buildWithWaiters(1);
    machine.commit(FIRST.token(), NOW);

    assertThat(machine.commit(FIRST.token(), NOW)).isEmpty();
  }

  @Test
  void builderMayTryAgainWhenNothingWasStaged() {
    buildWithWaiters(1, 2);
    machine.commit(FIRST.token(), NOW);
    Problem nothing = new Problem.NothingStaged("/staging", "'content' is not there");

    assertThat(machine.commitFailed(FIRST, nothing, true, NOW))
        .containsExactly(new CommitRefused(FIRST.token(), nothing));
    assertThat(machine.commit(FIRST.token(), NOW)).containsExactly(new Commit(FIRST));
  }

  @Test
  void nextWaiterBuildsWhenACommitFailsWhoseBuilderHasLeft() {
    buildWithWaiters(1, 2);
    machine.commit(FIRST.token(), NOW);
    machine.left(1, NOW);
    Problem nothing = new Problem.NothingStaged("/staging", "'content' is not there");

    assertThat(machine.commitFailed(FIRST, nothing, true, NOW))
        .containsExactly(
            new CommitRefused(FIRST.token(), nothing),
            new GiveBack(FIRST),
            new Take(GAP, waiter(2)));
  }

  @Test
  void leaseEndsWithACommitThatCannotBeTriedAgain() {
    buildWithWaiters(1, 2);
    machine.commit(FIRST.token(), NOW);
    Problem bug = new Problem.Internal();

    assertThat(machine.commitFailed(FIRST, bug, false, NOW))
        .containsExactly(
            new CommitRefused(FIRST.token(), bug),
            new Fail(waiter(1), bug),
            new GiveBack(FIRST),
            new Take(GAP, waiter(2)));
    assertThat(machine.left(1, NOW)).isEmpty();
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
