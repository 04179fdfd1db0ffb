package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static dev.larder.server.workspaces.Samples.builderOf;
import static dev.larder.server.workspaces.Samples.failure;
import static dev.larder.server.workspaces.Samples.lease;
import static dev.larder.server.workspaces.Samples.result;
import static dev.larder.server.workspaces.Samples.waiter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.workspaces.LeaseEffect.Commit;
import dev.larder.server.workspaces.LeaseEffect.CommitRefused;
import dev.larder.server.workspaces.LeaseEffect.Committed;
import dev.larder.server.workspaces.LeaseEffect.Fail;
import dev.larder.server.workspaces.LeaseEffect.FailAccepted;
import dev.larder.server.workspaces.LeaseEffect.FailRefused;
import dev.larder.server.workspaces.LeaseEffect.GiveBack;
import dev.larder.server.workspaces.LeaseEffect.Grant;
import dev.larder.server.workspaces.LeaseEffect.Ready;
import dev.larder.server.workspaces.LeaseEffect.Take;
import dev.larder.server.workspaces.LeaseEffect.Wait;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseMachineTest {
  private static final long NOW = 100_000;
  private static final Lease FIRST = lease(GAP, 41, builderOf(1), NOW);
  private static final Lease SECOND = lease(GAP, 42, builderOf(2), NOW + 7);

  private final LeaseMachine machine = new LeaseMachine(new LeaseBounds(3, 10_000, 2));

  @Test
  void firstRequestIsGrantedAndTheOthersWaitForItsBuilder() {
    assertThat(request(1)).containsExactly(new Take(GAP, waiter(1)));
    assertThat(request(2)).isEmpty();

    assertThat(machine.taken(FIRST, NOW))
        .containsExactly(new Grant(waiter(1), FIRST), new Wait(waiter(2), builderOf(1), NOW));
    assertThat(request(3)).containsExactly(new Wait(waiter(3), builderOf(1), NOW));
    assertThat(machine.building()).isEqualTo(1);
    assertThat(machine.waiting()).isEqualTo(2);
  }

  @Test
  void readyResultIsTheAnswerAtOnceEvenWhileSomebodyBuilds() {
    Result there = result(FIRST);
    buildWithWaiters(1);

    assertThat(machine.request(GAP, waiter(9), Optional.of(there), NOW))
        .containsExactly(new Ready(waiter(9), there, true));
    assertThat(machine.waiting()).isZero();
  }

  @Test
  void everyWaiterIsToldOfTheResultInOrderAndTheBuilderToo() {
    buildWithWaiters(1, 2, 3);
    Result result = result(FIRST);

    assertThat(machine.commit(FIRST.token(), NOW)).containsExactly(new Commit(FIRST));
    assertThat(machine.committed(FIRST, result, NOW))
        .containsExactly(
            new Committed(FIRST.token(), 41, result),
            new Ready(waiter(1), result, false),
            new Ready(waiter(2), result, false),
            new Ready(waiter(3), result, false),
            new GiveBack(FIRST));
    assertNothingIsLeft();
  }

  @Test
  void firstWaiterIsGrantedWhenTheBuilderIsKilled() {
    buildWithWaiters(1, 2, 3);

    assertThat(machine.left(1, NOW)).containsExactly(new GiveBack(FIRST), new Take(GAP, waiter(2)));
    assertThat(machine.taken(SECOND, NOW))
        .containsExactly(new Grant(waiter(2), SECOND), new Wait(waiter(3), builderOf(2), NOW + 7));
  }

  @Test
  void tokenOfALostLeaseIsRefusedForEver() {
    buildWithWaiters(1, 2);
    machine.left(1, NOW);
    machine.taken(SECOND, NOW);

    Problem lost = new Problem.LeaseLost(FIRST.token());
    assertThat(machine.commit(FIRST.token(), NOW))
        .containsExactly(new CommitRefused(FIRST.token(), lost));
    assertThat(machine.fail(FIRST.token(), failure(GAP), 0, NOW))
        .containsExactly(new FailRefused(FIRST.token(), lost));
    assertThat(machine.resume(FIRST.token(), waiter(8), NOW))
        .containsExactly(new Fail(waiter(8), lost));
    assertThat(machine.commit(SECOND.token(), NOW)).containsExactly(new Commit(SECOND));
  }

  @Test
  void waiterThatLeavesFreesItsPlaceAndIsNeverGranted() {
    buildWithWaiters(1, 2, 3, 4);
    assertThat(request(5))
        .containsExactly(
            new Fail(waiter(5), new Problem.TooMany("build requests waiting for gap/k1", 3)));

    assertThat(machine.left(2, NOW)).isEmpty();
    assertThat(request(6)).containsExactly(new Wait(waiter(6), builderOf(1), NOW));
    assertThat(machine.left(1, NOW)).containsExactly(new GiveBack(FIRST), new Take(GAP, waiter(3)));
  }

  @Test
  void leaseThatComesAfterItsAskerLeftGoesBackAndIsTakenAnew() {
    request(1);
    request(2);
    assertThat(machine.left(1, NOW)).isEmpty();

    assertThat(machine.taken(FIRST, NOW))
        .containsExactly(new GiveBack(FIRST), new Take(GAP, waiter(2)));
    assertThat(machine.commit(FIRST.token(), NOW))
        .containsExactly(new CommitRefused(FIRST.token(), new Problem.LeaseLost(FIRST.token())));
  }

  @Test
  void allWhoWaitAreToldWhenTheLeaseTableCannotGive() {
    request(1);
    request(2);
    Problem problem = new Problem.StorageFull("the journal");

    assertThat(machine.takeFailed(GAP, problem, NOW))
        .containsExactly(new Fail(waiter(1), problem), new Fail(waiter(2), problem));
    assertNothingIsLeft();
  }

  @Test
  void failureIsToldToAllWhoWaitAndToThoseWhoAskWithinItsTime() {
    buildWithWaiters(1, 2);
    Problem.BuildFailed failed = failure(GAP);

    assertThat(machine.fail(FIRST.token(), failed, 5_000, NOW))
        .containsExactly(
            new FailAccepted(FIRST.token()),
            new Fail(waiter(1), failed.retriedAfter(5)),
            new Fail(waiter(2), failed.retriedAfter(5)),
            new GiveBack(FIRST));
    assertThat(requestAt(3, NOW + 4_999))
        .containsExactly(new Fail(waiter(3), failed.retriedAfter(1)));
    assertThat(machine.view(GAP, NOW))
        .contains(new KeyView.Failed(GAP, builderOf(1), failed.retriedAfter(5), NOW + 5_000));
    assertThat(requestAt(4, NOW + 5_000)).containsExactly(new Take(GAP, waiter(4)));
  }

  @Test
  void failureWithoutATimeIsToldOnlyToThoseWhoWait() {
    buildWithWaiters(1);
    machine.fail(FIRST.token(), failure(GAP), 0, NOW);

    assertThat(request(2)).containsExactly(new Take(GAP, waiter(2)));
  }

  @Test
  void failureIsRefusedWhileTheCommitRuns() {
    buildWithWaiters(1);
    machine.commit(FIRST.token(), NOW);

    assertThat(machine.fail(FIRST.token(), failure(GAP), 0, NOW))
        .containsExactly(new FailRefused(FIRST.token(), new Problem.BeingBuilt(GAP)));
  }

  @Test
  void oldestFailureIsForgottenWhenThereAreTooMany() {
    for (int i = 1; i <= 3; i++) {
      WorkspaceId id = WorkspaceId.parse("gap", "k" + i);
      Lease lease = lease(id, i);
      machine.request(id, waiter(i), Optional.empty(), NOW);
      machine.taken(lease, NOW);
      machine.fail(lease.token(), failure(id), 60_000, NOW);
    }

    assertThat(machine.views(NOW))
        .extracting(KeyView::id)
        .containsExactly(WorkspaceId.parse("gap", "k2"), WorkspaceId.parse("gap", "k3"));
  }

  @Test
  void resultIsNotForgottenWhileItIsBuilt() {
    buildWithWaiters(1);
    assertThat(machine.forget(GAP)).contains(new Problem.BeingBuilt(GAP));

    machine.fail(FIRST.token(), failure(GAP), 60_000, NOW);
    assertThat(machine.forget(GAP)).isEmpty();
    assertThat(request(2)).containsExactly(new Take(GAP, waiter(2)));
  }

  @Test
  void keyBeingBuiltIsShownWithItsBuilderAndWaiters() {
    request(1);
    assertThat(machine.view(GAP, NOW)).contains(new KeyView.Building(GAP, builderOf(1), NOW, 0));

    machine.taken(FIRST, NOW);
    request(2);
    assertThat(machine.views(NOW)).containsExactly(new KeyView.Building(GAP, builderOf(1), NOW, 1));
  }

  @Test
  void fenceThatDoesNotRiseIsABug() {
    machine.restored(lease(WorkspaceId.parse("gap", "other"), 41), NOW);
    request(1);

    assertThatThrownBy(() -> machine.taken(FIRST, NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("41");
  }

  @Test
  void answersThatNobodyAskedForAreBugs() {
    assertThatThrownBy(() -> machine.taken(FIRST, NOW)).isInstanceOf(IllegalStateException.class);
    buildWithWaiters(1);
    assertThatThrownBy(() -> machine.committed(FIRST, result(FIRST), NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> machine.takeFailed(GAP, new Problem.Stopping(), NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> request(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> machine.restored(SECOND, NOW))
        .isInstanceOf(IllegalStateException.class);
  }

  private List<LeaseEffect> request(long waiterId) {
    return requestAt(waiterId, NOW);
  }

  private List<LeaseEffect> requestAt(long waiterId, long nowMs) {
    return machine.request(GAP, waiter(waiterId), Optional.empty(), nowMs);
  }

  private void buildWithWaiters(long builderId, long... waiterIds) {
    request(builderId);
    machine.taken(FIRST, NOW);
    for (long id : waiterIds) {
      request(id);
    }
  }

  private void assertNothingIsLeft() {
    assertThat(machine.building()).isZero();
    assertThat(machine.waiting()).isZero();
    assertThat(machine.views(NOW)).isEmpty();
  }
}
