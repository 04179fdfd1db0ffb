package dev.larder.prove.check;

import static dev.larder.prove.check.Sent.Kind.DELETE;
import static dev.larder.prove.check.Sent.Kind.GET;
import static dev.larder.prove.check.Sent.Kind.MERGE;
import static dev.larder.prove.check.Sent.Kind.PATCH;
import static dev.larder.prove.check.Sent.Kind.PUT;
import static dev.larder.prove.check.Sent.Kind.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Small histories whose verdict is known. Times are whole numbers. */
class LinearizabilityTest {
  private final List<Operation> operations = new ArrayList<>();

  @Test
  void writesOneAfterTheOtherAndTheirReadAreAllowed() {
    op(1, 2, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(3, 4, Sent.of(PATCH, Map.of("b", "2", "a", "null")), Answered.of(200, 2));
    op(5, 6, Sent.get(), Answered.shown(2, Map.of("b", "2")));
    op(7, 8, Sent.of(DELETE, Map.of()), Answered.of(200, 3));
    op(9, 10, Sent.get(), Answered.of(404, 0));
    op(11, 12, Sent.of(PUT, Map.of("c", "3")), Answered.of(201, 4));
    allowed();
  }

  @Test
  void aLostUpdateIsFound() {
    op(1, 2, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(3, 4, Sent.of(MERGE, Map.of("b", "1")), Answered.of(200, 2));
    op(5, 6, Sent.get(), Answered.shown(2, Map.of("b", "1")));
    contradiction();
  }

  @Test
  void aDocumentThatForgotItsAnsweredWriteIsFound() {
    op(1, 2, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(3, 4, Sent.get(), Answered.of(404, 0));
    contradiction();
  }

  @Test
  void ofManyWritesWithoutAnAnswerThoseAreFoundThatTheVersionsAllow() {
    Map<String, String> shown = new HashMap<>();
    for (int i = 0; i < 24; i++) {
      op(1, 100, Sent.of(MERGE, Map.of("a", "" + i, "e" + i, "1")), null);
    }
    List.of(3, 9, 17).forEach(i -> shown.put("e" + i, "1"));
    shown.put("a", "17");
    op(101, 102, Sent.get(), Answered.shown(3, shown));
    allowed();
  }

  @Test
  void aReadThatGoesBackIsFound() {
    op(1, 9, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(2, 3, Sent.get(), Answered.shown(1, Map.of("a", "1")));
    op(4, 5, Sent.get(), Answered.of(404, 0));
    contradiction();
  }

  @Test
  void readsDuringAWriteMaySeeItOrNot() {
    op(1, 9, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(2, 3, Sent.get(), Answered.of(404, 0));
    op(4, 5, Sent.get(), Answered.shown(1, Map.of("a", "1")));
    allowed();
  }

  @Test
  void aMergeThatCountedTwiceIsFound() {
    sums();
    op(3, 4, Sent.of(MERGE, Map.of("sum", "5")), Answered.of(200, 2));
    op(5, 6, Sent.get(), Answered.shown(2, Map.of("sum", "10")));
    contradiction();
  }

  @Test
  void aMergeThatWasSentAgainWithItsKeyCountsOnce() {
    sums();
    op(3, 10, keyed("k", "5"), null);
    op(11, 12, keyed("k", "5"), new Answered(200, 2, 1, null, true));
    op(13, 14, Sent.get(), Answered.shown(2, Map.of("sum", "5")));
    allowed();
  }

  @Test
  void aMergeThatCountedAgainWithItsKeyIsFound() {
    sums();
    op(3, 4, keyed("k", "5"), Answered.of(200, 2));
    op(11, 12, keyed("k", "5"), Answered.of(200, 3));
    contradiction();
  }

  @Test
  void ofTwoWritesOnOneVersionOnlyOneMaySucceed() {
    op(1, 2, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(3, 6, ifAt(1, "2"), Answered.of(200, 2));
    op(4, 5, ifAt(1, "3"), Answered.of(412, 0));
    allowed();
    op(4, 5, ifAt(1, "4"), Answered.of(200, 3));
    contradiction();
  }

  @Test
  void whatHadNoAnswerIsThereWholeOrNotAtAll() {
    op(1, 2, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(3, 10, Sent.of(MERGE, Map.of("b", "1", "c", "1")), null);
    op(3, 10, Sent.of(MERGE, Map.of("d", "1")), null);
    op(11, 12, Sent.get(), Answered.shown(2, Map.of("a", "1", "b", "1", "c", "1")));
    allowed();
    operations.remove(operations.size() - 1);
    op(11, 12, Sent.get(), Answered.shown(2, Map.of("a", "1", "b", "1")));
    contradiction();
  }

  @Test
  void whatHadNoAnswerIsNotDoneAfterItsDaemonHasDied() {
    op(1, 2, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(3, 10, Sent.of(MERGE, Map.of("b", "1")), null);
    op(11, 12, Sent.get(), Answered.shown(1, Map.of("a", "1")));
    allowed();
    op(13, 14, Sent.get(), Answered.shown(2, Map.of("a", "1", "b", "1")));
    contradiction();
  }

  @Test
  void aReadOfNothingDoesNotHideWhatHadNoAnswer() {
    op(1, 2, Sent.of(MERGE, Map.of("a", "1")), Answered.of(201, 1));
    op(3, 4, Sent.of(DELETE, Map.of()), Answered.of(200, 2));
    op(5, 10, Sent.of(MERGE, Map.of("b", "1")), null);
    op(5, 10, Sent.of(DELETE, Map.of()), null);
    op(11, 12, Sent.get(), Answered.of(404, 0));
    op(13, 14, Sent.of(PUT, Map.of()), Answered.of(201, 5));
    allowed();
  }

  @Test
  void whatWasSeenWithoutAnAnswerStays() {
    op(1, Long.MAX_VALUE, Sent.of(MERGE, Map.of("a", "1")), null);
    op(3, 4, Sent.get(), Answered.shown(1, Map.of("a", "1")));
    allowed();
    op(5, 6, Sent.get(), Answered.of(404, 0));
    contradiction();
  }

  @Test
  void theNewestItemsAreInTheOrderOfTheirVersions() {
    sums();
    for (int i = 1; i <= 6; i++) {
      op(10L * i, 10L * i + 1, Sent.of(MERGE, Map.of("log", "" + i)), Answered.of(200, 1 + i));
    }
    op(80, 81, Sent.get(), Answered.shown(7, Map.of("log", "[2,3,4,5,6]")));
    allowed();
    op(82, 83, Sent.get(), Answered.shown(7, Map.of("log", "[3,2,4,5,6]")));
    contradiction();
  }

  @Test
  void manyWritesWithoutAnswerAreDecided() {
    for (int i = 0; i < 12; i++) {
      op(i, 100, Sent.of(PUT, Map.of("a", "" + i)), null);
    }
    op(101, 102, Sent.get(), Answered.shown(6, Map.of("a", "7")));
    allowed();
    op(103, 104, Sent.get(), Answered.shown(6, Map.of("a", "8")));
    contradiction();
  }

  @Test
  void whatDoesNotBelongToAContradictionIsLeftOut() {
    for (int i = 1; i <= 50; i++) {
      op(
          10L * i,
          10L * i + 1,
          Sent.of(MERGE, Map.of("a", "" + i)),
          Answered.of(i == 1 ? 201 : 200, i));
      op(
          10L * i + 2,
          10L * i + 3,
          Sent.get(),
          Answered.shown(i, Map.of("a", "" + (i == 20 ? 3 : i))));
    }
    History smaller = Shrinking.of(history());
    assertThat(Linearizability.contradicts(smaller)).isTrue();
    assertThat(smaller.operations()).hasSize(21);
    assertThat(smaller.operations().get(20).sent().kind()).isEqualTo(GET);
  }

  /** The document is there, with rules, at version 1. */
  private void sums() {
    op(1, 2, Sent.of(SETTINGS, Map.of(Sent.RULES, "true")), Answered.of(201, 1));
  }

  private static Sent keyed(String key, String add) {
    return new Sent(MERGE, Map.of("sum", add), Sent.Condition.NONE, key);
  }

  private static Sent ifAt(long version, String value) {
    return new Sent(PUT, Map.of("a", value), Sent.Condition.at(version), null);
  }

  private void op(long sent, long ended, Sent what, @Nullable Answered answer) {
    operations.add(new Operation(operations.size(), what, sent, ended, answer));
  }

  private History history() {
    return History.of("d", operations);
  }

  private void allowed() {
    assertThat(Linearizability.check(history()))
        .isInstanceOf(Linearizability.Verdict.Allowed.class);
  }

  private void contradiction() {
    assertThat(Linearizability.check(history()))
        .isInstanceOf(Linearizability.Verdict.Contradiction.class);
  }
}
