package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.builderOf;
import static dev.larder.server.workspaces.Samples.waiter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import dev.larder.server.workspaces.LeaseEffect.Fail;
import dev.larder.server.workspaces.LeaseEffect.GiveBack;
import dev.larder.server.workspaces.LeaseEffect.Queue;
import dev.larder.server.workspaces.LeaseEffect.Take;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bounds of builds, their queue, and builds within builds. */
class LeaseQueueTest {
  private static final long NOW = 100_000;
  private static final WorkspaceId A = WorkspaceId.parse("gap", "a");
  private static final WorkspaceId B = WorkspaceId.parse("gap", "b");
  private static final WorkspaceId C = WorkspaceId.parse("sage", "c");

  private LeaseMachine machine = bounded(1);

  private static LeaseMachine bounded(int builds) {
    return new LeaseMachine(new LeaseBounds(10, 10_000, 10, builds));
  }

  @Test
  void buildPastTheBoundIsQueuedAndBeginsWhenAPlaceIsFree() {
    Lease first = granted(A, 1);

    assertThat(request(B, 2)).containsExactly(new Queue(waiter(2), 1, NOW));
    assertThat(request(C, 3)).containsExactly(new Queue(waiter(3), 2, NOW));
    assertThat(request(B, 4)).containsExactly(new Queue(waiter(4), 1, NOW));
    assertThat(machine.building()).isEqualTo(1);
    assertThat(machine.waiting()).isEqualTo(3);
    assertThat(machine.view(B, NOW)).contains(new KeyView.Queued(B, NOW, 2));
    assertThat(machine.left(1, NOW)).containsExactly(new GiveBack(first), new Take(B, waiter(2)));
    assertThat(machine.tick(NOW)).containsExactly(new Queue(waiter(3), 1, NOW));
    assertThat(machine.tick(NOW)).isEmpty();
  }

  @Test
  void keyThatHasAPlaceKeepsItForItsNextBuilder() {
    Lease first = granted(A, 1);
    request(B, 2);
    request(A, 3);

    assertThat(machine.left(1, NOW)).containsExactly(new GiveBack(first), new Take(A, waiter(3)));
  }

  @Test
  void nameAtItsBoundHoldsUpNoOther() {
    machine = bounded(2);
    machine.bound(WorkspaceName.parse("gap"), 1, NOW);
    granted(A, 1);

    assertThat(request(B, 2)).containsExactly(new Queue(waiter(2), 1, NOW));
    assertThat(request(C, 3)).containsExactly(new Take(C, waiter(3)));
    assertThat(machine.bound(WorkspaceName.parse("gap"), 2, NOW)).isEmpty();
    assertThat(machine.takeFailed(C, new Problem.Stopping(), NOW))
        .containsExactly(new Fail(waiter(3), new Problem.Stopping()), new Take(B, waiter(2)));
  }

  @Test
  void aHigherBoundLetsTheQueueBegin() {
    machine = bounded(3);
    machine.bound(WorkspaceName.parse("gap"), 1, NOW);
    granted(A, 1);
    request(B, 2);

    assertThat(machine.bound(WorkspaceName.parse("gap"), 2, NOW))
        .containsExactly(new Take(B, waiter(2)));
  }

  @Test
  void leaseOfTheLastRunHasAPlace() {
    Lease restored = Samples.lease(A, 41);
    machine.restored(restored, NOW);

    assertThat(request(B, 2)).containsExactly(new Queue(waiter(2), 1, NOW));
    assertThat(machine.tick(NOW + 10_000))
        .containsExactly(new GiveBack(restored), new Take(B, waiter(2)));
  }

  @Test
  void queuedRequestThatLeavesFreesItsPlaceInTheQueue() {
    granted(A, 1);
    request(B, 2);
    request(C, 3);

    assertThat(machine.left(2, NOW)).isEmpty();
    assertThat(machine.view(B, NOW)).isEmpty();
    assertThat(machine.tick(NOW)).containsExactly(new Queue(waiter(3), 1, NOW));
  }

  @Test
  void buildWithinABuildTakesNoPlaceSoThatTheTwoCannotWaitForEachOther() {
    Lease outer = granted(A, 1);

    assertThat(within(outer, B, 2)).containsExactly(new Take(B, within(outer, 2)));
  }

  @Test
  void queuedBuildBeginsWhenABuilderNeedsIt() {
    Lease outer = granted(A, 1);
    request(B, 2);

    assertThat(within(outer, B, 3)).containsExactly(new Take(B, waiter(2)));
  }

  @Test
  void ringIsToldToTheRequestThatWouldCloseIt() {
    machine = bounded(LeaseBounds.UNBOUNDED);
    Lease a = granted(A, 1);
    Lease b = granted(B, 2);
    Lease c = granted(C, 3);
    within(a, B, 4);
    within(b, C, 5);

    assertThat(within(c, A, 6))
        .containsExactly(
            new Fail(within(c, 6), new Problem.BuildRing(List.of("sage/c", "gap/a", "gap/b"))));
    assertThat(machine.waiting()).isEqualTo(2);
    assertThat(machine.left(4, NOW)).isEmpty();
    assertThat(within(c, A, 7)).hasOnlyElementsOfType(LeaseEffect.Wait.class).hasSize(1);
  }

  @Test
  void builderThatAsksForItsOwnKeyIsToldSo() {
    Lease a = granted(A, 1);

    assertThat(within(a, A, 2))
        .containsExactly(new Fail(within(a, 2), new Problem.BuildRing(List.of("gap/a"))));
  }

  @Test
  void ringIsFoundBehindARestoredLease() {
    machine = bounded(LeaseBounds.UNBOUNDED);
    Lease a = Samples.lease(A, 1, builderOf(1), NOW);
    Lease b = Samples.lease(B, 2, builderOf(2), NOW);
    machine.restored(a, NOW);
    machine.restored(b, NOW);
    within(a, B, 3);

    assertThat(within(b, A, 4))
        .containsExactly(new Fail(within(b, 4), new Problem.BuildRing(List.of("gap/b", "gap/a"))));
  }

  @Test
  void tokenOfNobodysLeaseIsPassedOver() {
    Lease gone = Samples.lease(C, 9);
    granted(A, 1);

    assertThat(within(gone, B, 2)).containsExactly(new Queue(within(gone, 2), 1, NOW));
  }

  private Lease granted(WorkspaceId id, long waiterId) {
    request(id, waiterId);
    Lease lease = Samples.lease(id, waiterId, builderOf(waiterId), NOW);
    machine.taken(lease, NOW);
    return lease;
  }

  private List<LeaseEffect> request(WorkspaceId id, long waiterId) {
    return machine.request(id, waiter(waiterId), Optional.empty(), NOW);
  }

  private List<LeaseEffect> within(Lease lease, WorkspaceId id, long waiterId) {
    return machine.request(id, within(lease, waiterId), Optional.empty(), NOW);
  }

  private static Waiter within(Lease lease, long id) {
    return new Waiter(id, builderOf(id), null, lease.token());
  }
}
