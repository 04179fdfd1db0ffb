package dev.larder.prove.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Histories made by doing requests one after the other, whose times then overlap at random. */
class RandomHistoriesTest {
  private static final int HISTORIES = 300;
  private static final int OPERATIONS = 60;

  @Test
  void whatWasDoneInSomeOrderIsAllowed() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      assertThat(Linearizability.check(done(new Random(seed))))
          .as("seed %d", seed)
          .isInstanceOf(Linearizability.Verdict.Allowed.class);
    }
  }

  @Test
  void oneFalseAnswerIsFound() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Operation> operations = new ArrayList<>(done(random).operations());
      List<Integer> shown =
          IntStream.range(0, operations.size())
              .filter(
                  i -> {
                    Answered answer = operations.get(i).answered();
                    return answer != null && answer.content() != null;
                  })
              .boxed()
              .toList();
      if (shown.isEmpty()) {
        continue;
      }
      int at = shown.get(random.nextInt(shown.size()));
      operations.set(at, falsified(operations.get(at)));
      assertThat(Linearizability.check(History.of("d", operations)))
          .as("seed %d", seed)
          .isInstanceOf(Linearizability.Verdict.Contradiction.class);
    }
  }

  /** The value of one entry is one that nobody has ever sent. */
  private static Operation falsified(Operation operation) {
    Answered answer = operation.answered();
    if (answer == null || answer.content() == null) {
      throw new IllegalArgumentException("shows nothing: " + operation);
    }
    Map<String, String> content = new HashMap<>(answer.content());
    content.put("a", "-1");
    return new Operation(
        operation.client(),
        operation.sent(),
        operation.sentNanos(),
        operation.endedNanos(),
        Answered.shown(answer.version(), content));
  }

  /** Each is done at 1000, 2000 …, and its time reaches up to four others back and forth. */
  private static History done(Random random) {
    List<Operation> operations = new ArrayList<>();
    DocumentState state = DocumentState.NONE;
    for (int i = 0; i < OPERATIONS; i++) {
      long doneNanos = 1000L * (i + 1);
      Sent sent = anySent(random, state.version(), i);
      Outcome outcome = Outcome.of(state, sent);
      state = outcome.after();
      boolean unanswered = random.nextInt(8) == 0;
      operations.add(
          new Operation(
              i,
              sent,
              doneNanos - random.nextInt(4000),
              unanswered ? Long.MAX_VALUE : doneNanos + 1 + random.nextInt(4000),
              unanswered ? null : outcome.answer()));
    }
    return History.of("d", operations);
  }

  private static Sent anySent(Random random, long version, int number) {
    Sent.Kind[] kinds = Sent.Kind.values();
    Sent.Kind kind = kinds[random.nextInt(kinds.length)];
    Sent.Condition condition =
        switch (random.nextInt(6)) {
          case 0 -> kind.writes() ? Sent.Condition.at(version) : Sent.Condition.notAt(version);
          case 1 -> kind.writes() ? Sent.Condition.ABSENT : Sent.Condition.NONE;
          default -> Sent.Condition.NONE;
        };
    Map<String, String> entries =
        switch (kind) {
          case MERGE, PUT -> Map.of("sum", "1", "log", "" + number, "a", "" + number);
          case PATCH -> Map.of("a", "null", "b", "" + number);
          case SETTINGS -> Map.of(Sent.RULES, "" + random.nextBoolean());
          case DELETE, GET, HEAD -> Map.of();
        };
    return new Sent(kind, entries, condition, null);
  }

  /** What a right daemon answers: the answer that the model does not refuse. */
  private record Outcome(DocumentState after, Answered answer) {
    static Outcome of(DocumentState state, Sent sent) {
      Operation open = new Operation(0, sent, 0, 1, null);
      DocumentModel model = new DocumentModel(List.of());
      DocumentState after = model.step(state, open);
      List<Answered> answers =
          List.of(
              Answered.of(404, 0),
              Answered.of(412, 0),
              Answered.of(304, state.version()),
              Answered.shown(state.version(), state.entries()),
              Answered.of(200, state.version() + 1),
              Answered.of(201, state.version() + 1));
      for (Answered answer : answers) {
        Operation answered = new Operation(0, sent, 0, 1, answer);
        DocumentState fits = new DocumentModel(List.of(answered)).step(state, answered);
        if (fits != null && fits.equals(after)) {
          return new Outcome(fits, answer);
        }
      }
      throw new IllegalStateException("no answer fits " + sent + " in " + state);
    }
  }
}
