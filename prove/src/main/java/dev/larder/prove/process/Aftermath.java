package dev.larder.prove.process;

import dev.larder.prove.Finding;
import dev.larder.prove.check.Answered;
import dev.larder.prove.check.DocumentModel;
import dev.larder.prove.check.History;
import dev.larder.prove.check.Linearizability;
import dev.larder.prove.check.Operation;
import dev.larder.prove.check.Sent;
import dev.larder.prove.check.Shrinking;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks, with the next daemon, at what a round left: reads each document, sends again what has a
 * key and no answer, reads again, and has every history judged. The part's thread only.
 */
final class Aftermath {
  /** The number of this client, for people. */
  private static final int AFTERWARDS = 999;

  private final Stage stage;
  private final Pool pool;
  private final long diedNanos;

  /** What each document holds; those that are not there are missing. */
  private final Map<Subject, Map<String, String>> contents = new HashMap<>();

  private Aftermath(Stage stage, Pool pool, long diedNanos) {
    this.stage = stage;
    this.pool = pool;
    this.diedNanos = diedNanos;
  }

  /**
   * Judges what the last round left.
   *
   * @param diedNanos a time between the end of the last daemon and any answer of the next
   */
  static void examine(Stage stage, Path socket, long diedNanos) throws Finding, IOException {
    Pool pool = stage.left;
    if (pool == null) {
      return;
    }
    Aftermath aftermath = new Aftermath(stage, pool, diedNanos);
    try (Wire wire = Wire.to(socket)) {
      aftermath.read(wire);
      aftermath.checkFiles();
      aftermath.sendAgain(wire);
    }
    aftermath.judge();
    aftermath.checkMarks();
    stage.left = null;
    stage.published = null;
  }

  /** Judges a round whose root is gone: of that no later read can tell. */
  static void judgeWithoutRoot(Stage stage, Pool pool) throws Finding, IOException {
    new Aftermath(stage, pool, System.nanoTime()).judge();
  }

  private void read(Wire wire) throws IOException {
    contents.clear();
    for (Subject subject : pool.all()) {
      Answered shown = ask(wire, subject, Sent.get());
      if (shown != null && shown.content() != null) {
        contents.put(subject, shown.content());
        Sent.Condition known = Sent.Condition.notAt(shown.version());
        ask(wire, subject, new Sent(Sent.Kind.GET, Map.of(), known, null));
      }
    }
  }

  private void sendAgain(Wire wire) throws IOException {
    boolean any = false;
    for (Subject subject : pool.all()) {
      for (Sent sent : open(subject).values()) {
        ask(wire, subject, sent);
        Answered repeat = ask(wire, subject, sent);
        any = true;
        stage.tally().add("writes sent again with their key");
        if (repeat != null && repeat.status() < 300 && !repeat.replayed()) {
          throw new IllegalStateException("a repeat was not told as one: " + sent);
        }
      }
    }
    if (any) {
      read(wire);
    }
  }

  /** What has a key and no answer. */
  private static Map<String, Sent> open(Subject subject) {
    Map<String, Sent> open = new LinkedHashMap<>();
    for (Operation operation : subject.operations()) {
      String key = operation.sent().key();
      if (key != null && operation.answered() == null) {
        open.put(key, operation.sent());
      }
    }
    return open;
  }

  private @Nullable Answered ask(Wire wire, Subject subject, Sent sent) throws IOException {
    long sentNanos = System.nanoTime();
    Reply reply = wire.ask(Translation.request(subject.name(), sent));
    Answered answered = Translation.told(sent, reply).answered();
    subject.record(new Operation(AFTERWARDS, sent, sentNanos, System.nanoTime(), answered));
    return answered;
  }

  /**
   * Published files never go back, never show what was not durable, and a clean stop writes all.
   */
  private void checkFiles() throws Finding {
    for (Subject subject : pool.all()) {
      Map<String, String> content = contents.get(subject);
      long sum = sum(content);
      if (subject.tallies() && subject.publishedSum() > sum) {
        throw stage.finding(
            "The published file of " + subject.name() + " showed a state that was taken back",
            List.of("sum in the file: " + subject.publishedSum(), "in the document: " + sum));
      }
      Map<String, Map<String, String>> published = stage.published;
      if (published != null) {
        stage.tally().add("published files compared");
        Map<String, String> file = published.get(subject.name());
        if (content == null ? file != null : !content.equals(file)) {
          throw stage.finding(
              "After a clean stop the published file of " + subject.name() + " is not the document",
              List.of("file: " + file, "document: " + content));
        }
      }
    }
  }

  private static long sum(@Nullable Map<String, String> content) {
    String sum = content == null ? null : content.get(DocumentModel.SUM);
    return sum == null ? 0 : Long.parseLong(sum);
  }

  private void judge() throws Finding, IOException {
    for (Subject subject : pool.all()) {
      History history = subject.history(diedNanos);
      Linearizability.Verdict verdict = Linearizability.check(history);
      if (verdict instanceof Linearizability.Verdict.Contradiction contradiction) {
        List<String> replay = new ArrayList<>(Shrinking.of(history).lines());
        replay.addAll(contradiction.stuck());
        throw stage.finding(
            "What clients saw of " + subject.name() + " is in no order what the contract allows",
            replay,
            history);
      }
      boolean decided = verdict instanceof Linearizability.Verdict.Allowed;
      stage.tally().add(decided ? "histories checked" : "histories undecided");
      stage.tally().add("operations in them", history.operations().size());
    }
  }

  /** A batch is done to all of its documents, or to none. */
  private void checkMarks() throws Finding {
    for (Pool.Mark mark : pool.marks()) {
      long found =
          mark.subjects().stream()
              .filter(subject -> contents.getOrDefault(subject, Map.of()).containsKey(mark.entry()))
              .count();
      stage.tally().add("batches checked");
      if (found != 0 && found != mark.subjects().size()) {
        throw stage.finding(
            "A batch was done to " + found + " of its documents",
            mark.subjects().stream()
                .map(subject -> subject.name() + ": " + contents.get(subject))
                .toList());
      }
    }
  }
}
