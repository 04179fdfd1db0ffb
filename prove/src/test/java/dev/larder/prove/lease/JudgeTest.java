package dev.larder.prove.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.lease.Event.Forgotten;
import dev.larder.prove.lease.Event.Granted;
import dev.larder.prove.lease.Event.Lost;
import dev.larder.prove.lease.Event.NotResumed;
import dev.larder.prove.lease.Event.Refused;
import dev.larder.prove.lease.Event.Released;
import dev.larder.prove.lease.Event.Restarted;
import dev.larder.prove.lease.Event.Told;
import dev.larder.prove.lease.Event.Use;
import dev.larder.prove.lease.Event.Used;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories of a daemon that breaks its promises, and of one that only seems to. Times in s. */
class JudgeTest {
  private static final long S = 1_000_000_000L;
  private static final String DIGEST = "sha256:1";

  private final Judge judge = new Judge(10 * S);

  private List<String> faults(Event... events) {
    return judge.faults(Arrays.asList(events));
  }

  private static Granted granted(long fence, long since, long until) {
    return new Granted("w/k", "a", fence, since * S, until * S, null, false);
  }

  private static Granted resumed(long fence, long since, long until) {
    return new Granted("w/k", "a", fence, since * S, until * S, null, true);
  }

  private static Used used(Use use, long fence, long since, long until, int status) {
    String digest = status == 200 ? DIGEST : null;
    return new Used("w/k", fence, use, since * S, until * S, status, digest);
  }

  private static Used commit(long fence, long since, long until, int status) {
    return used(Use.COMMIT, fence, since, until, status);
  }

  private static Told told(long fence, long until, @Nullable String found, long pinnedUntil) {
    return new Told("w/k", "b", 0, until * S, fence, DIGEST, found, pinnedUntil * S);
  }

  private static Forgotten forgotten(boolean forced, long since, long until, int status) {
    return new Forgotten("w/k", forced, since * S, until * S, status);
  }

  @Test
  void historyOfAGoodDaemonHasNoFault() {
    assertThat(
            faults(
                granted(1, 0, 1),
                commit(1, 2, 3, 200),
                told(1, 4, DIGEST, 5),
                forgotten(false, 5, 6, 204),
                granted(2, 7, 8),
                new Lost("w/k", 2, Cause.CLOSED, 9 * S),
                granted(3, 7, 10),
                commit(2, 11, 12, 409),
                new Restarted("", 12 * S, 13 * S, 14 * S),
                resumed(3, 14, 15),
                used(Use.FAIL, 3, 16, 17, 204),
                new Refused("w/k", 3, 18 * S)))
        .isEmpty();
  }

  @Test
  void commitThatIsAcceptedAfterALaterGrantIsFound() {
    assertThat(faults(granted(1, 0, 1), granted(2, 2, 3), commit(1, 4, 5, 200)))
        .anyMatch(fault -> fault.contains("though a later lease had been granted"));
  }

  @Test
  void commitThatMayHaveComeBeforeTheNextGrantIsNoFault() {
    assertThat(
            faults(
                granted(1, 0, 1),
                forgotten(true, 2, 9, 204),
                granted(2, 2, 5),
                commit(1, 4, 6, 200)))
        .isEmpty();
  }

  @Test
  void twoHoldersAtOnceAreFoundEvenIfTheSecondOneHasTheLowerFence() {
    assertThat(faults(granted(2, 0, 1), granted(1, 2, 3), used(Use.PROGRESS, 2, 4, 5, 204)))
        .contains("the fence 1 was granted after 2", "w/k: lease 1 was granted while 2 held");
  }

  @Test
  void fenceThatIsUsedTwiceIsFoundOverKeysAndRestarts() {
    Granted other = new Granted("w/other", "a", 1, 6 * S, 7 * S, null, false);
    assertThat(faults(granted(1, 0, 1), new Restarted("", 2 * S, 3 * S, 4 * S), other))
        .containsExactly("the fence 1 was granted after 1");
  }

  @Test
  void useAfterTheEndThatItsHolderWasToldOfIsFound() {
    Lost lost = new Lost("w/k", 1, Cause.RELEASED, 2 * S);
    assertThat(faults(granted(1, 0, 1), lost, commit(1, 3, 4, 200)))
        .containsExactly(
            "w/k: COMMIT with the fence 1 was accepted, though its holder had been told of the end");
  }

  @Test
  void commitAfterTheDeadlineIsFound() {
    Granted brief = new Granted("w/k", "a", 1, 0, S, 500L, false);
    assertThat(faults(brief, commit(1, 2, 3, 200)))
        .containsExactly("w/k: COMMIT with the fence 1 was accepted after its deadline");
    assertThat(faults(brief, commit(1, 1, 3, 200))).isEmpty();
  }

  @Test
  void refusalWithoutAReasonIsFound() {
    assertThat(faults(granted(1, 0, 1), commit(1, 2, 3, 409)))
        .containsExactly(
            "w/k: COMMIT with the fence 1 was refused, though nothing had ended its lease");
    assertThat(faults(granted(1, 0, 1), new Released("w/k", S, 2 * S, 200), commit(1, 2, 3, 409)))
        .isEmpty();
  }

  @Test
  void secondBuildOfAReadyResultIsFoundUnlessItWasForgotten() {
    assertThat(faults(granted(1, 0, 1), commit(1, 2, 3, 200), granted(2, 4, 5)))
        .containsExactly("w/k: lease 2 was granted, though 1 is ready");
    assertThat(
            faults(
                granted(1, 0, 1),
                commit(1, 2, 3, 200),
                forgotten(false, 4, 5, 0),
                granted(2, 4, 6)))
        .isEmpty();
  }

  @Test
  void resumeThatIsRefusedWithinTheGraceIsFoundAndOneAfterItIsNot() {
    Restarted restart = new Restarted("", 2 * S, 3 * S, 4 * S);
    assertThat(faults(granted(1, 0, 1), restart, new NotResumed("w/k", 1, 5 * S, 6 * S)))
        .containsExactly("w/k: lease 1 was not resumed within its grace");
    assertThat(faults(granted(1, 0, 1), restart, new NotResumed("w/k", 1, 5 * S, 14 * S)))
        .isEmpty();
  }

  @Test
  void resumeOfALeaseThatWasHandedOnIsFound() {
    assertThat(faults(granted(1, 0, 1), granted(2, 2, 3), resumed(1, 4, 5)))
        .containsExactly("w/k: lease 1 was resumed after a later one");
  }

  @Test
  void resultThatNobodyCommittedOrThatDiffersOrIsGoneIsFound() {
    Used commit = commit(1, 1, 2, 200);
    assertThat(faults(told(1, 4, DIGEST, 4))).singleElement().asString().contains("not committed");
    assertThat(faults(commit, told(2, 4, DIGEST, 4))).hasSize(1);
    assertThat(faults(commit, told(1, 4, "sha256:2", 4))).hasSize(2);
    assertThat(faults(commit, told(0, 4, null, 4))).hasSize(1);
    assertThat(faults(commit, told(0, 4, null, 4), forgotten(false, 3, 5, 204))).isEmpty();
  }

  @Test
  void resultThatIsForgottenUnderItsPinIsFound() {
    Used commit = commit(1, 1, 2, 200);
    assertThat(faults(commit, told(1, 3, DIGEST, 9), forgotten(false, 4, 5, 204)))
        .containsExactly("w/k: the result told to b was forgotten under its pin");
    assertThat(faults(commit, told(1, 3, DIGEST, 9), forgotten(true, 4, 5, 204))).isEmpty();
  }

  @Test
  void failureThatNobodyReportedIsFound() {
    assertThat(faults(new Refused("w/k", 4, S))).hasSize(1);
  }

  @Test
  void smallestHistoryHasWhatShowsTheFaultAndNoMore() {
    List<Event> history = new ArrayList<>();
    for (long fence = 1; fence < 100; fence++) {
      history.add(granted(fence, 10 * fence, 10 * fence + 1));
      history.add(new Lost("w/k", fence, Cause.CLOSED, (10 * fence + 2) * S));
    }
    history.add(commit(40, 500, 501, 200));
    String what = judge.faults(history).get(0);

    Fault fault = Fault.smallest(what, Collections.unmodifiableList(history), judge);

    assertThat(fault.events()).hasSizeLessThanOrEqualTo(3).contains(commit(40, 500, 501, 200));
  }
}
