package dev.larder.prove.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order of a history's operations that {@link DocumentModel} allows: the search of
 * Wing and Gong ("Testing and verifying concurrent objects", 1993) with the memory of Lowe
 * ("Testing for linearizability", 2017), which goes on only from pairs of (operations in order so
 * far, state) that it has not seen. Iterative, and exact.
 *
 * <p>Three things keep it short. An operation that fits and changes nothing is put in order at
 * once: whatever order there is stays one with it moved to here (but for one that was sent when
 * others could no longer be done). Versions that were told say who is next ({@link DocumentModel}),
 * so that it branches only where the answer of a write is missing. And there only so many of those
 * may be put in order as the next version that was told allows.
 */
public final class Linearizability {
  /** States looked at before the search gives up and says so: far more than any history needs. */
  private static final int MOST_STATES = 300_000;

  private final List<Operation> operations;
  private final DocumentModel model;
  private final Deque<Node> open = new ArrayDeque<>();
  private final Set<Seen> seen = new HashSet<>();
  private Node deepest = new Node(DocumentState.NONE, new BitSet(), Long.MIN_VALUE);

  private Linearizability(History history) {
    this.operations = history.operations();
    this.model = new DocumentModel(operations);
  }

  /** What came of the search. */
  public sealed interface Verdict {
    /** There is an order. */
    record Allowed() implements Verdict {}

    /**
     * There is none.
     *
     * @param stuck how far it came, for people
     */
    record Contradiction(List<String> stuck) implements Verdict {}

    /** It gave up: nothing is proved. */
    record Undecided() implements Verdict {}
  }

  /**
   * A beginning of an order.
   *
   * @param ordered which operations are in it
   * @param lastSentNanos the latest at which one of them was sent
   */
  private record Node(DocumentState state, BitSet ordered, long lastSentNanos) {
    Node with(int index, Operation operation, DocumentState after) {
      BitSet more = (BitSet) ordered.clone();
      more.set(index);
      return new Node(after, more, Math.max(lastSentNanos, operation.sentNanos()));
    }
  }

  /** Checks a history. */
  public static Verdict check(History history) {
    return new Linearizability(history).search();
  }

  /** Whether a history certainly contradicts the contract. */
  static boolean contradicts(History history) {
    return check(history) instanceof Verdict.Contradiction;
  }

  private Verdict search() {
    open.push(deepest);
    for (int states = 0; !open.isEmpty(); states++) {
      if (states == MOST_STATES) {
        return new Verdict.Undecided();
      }
      Node node = quiet(open.pop());
      if (node.ordered().cardinality() > deepest.ordered().cardinality()) {
        deepest = node;
      }
      List<Integer> next = next(node);
      if (next.stream().noneMatch(index -> operations.get(index).answered() != null)) {
        return new Verdict.Allowed(); // what is left may never have happened
      }
      push(node, next);
    }
    return new Verdict.Contradiction(stuck());
  }

  /** Pushes what may follow, so that what was answered is tried first. */
  private void push(Node node, List<Integer> next) {
    List<Node> followers = new ArrayList<>();
    long latestVersion = latestVersion(next);
    for (int index : next) {
      Operation operation = operations.get(index);
      DocumentState after = model.step(node.state(), operation);
      if (after == null) {
        continue;
      }
      if (operation.answered() != null) {
        followers.add(node.with(index, operation, after));
      } else if (!after.equals(node.state()) && after.version() <= latestVersion) {
        followers.add(0, node.with(index, operation, after));
      }
    }
    for (Node follower : followers) {
      if (seen.add(Seen.of(follower.ordered(), follower.state()))) {
        open.push(follower);
      }
    }
  }

  /** The version beyond which one of these could not be next any more, by what it was told. */
  private long latestVersion(List<Integer> next) {
    long latest = Long.MAX_VALUE;
    for (int index : next) {
      Operation operation = operations.get(index);
      Answered answered = operation.answered();
      if (answered == null || answered.version() == 0 || answered.replayed()) {
        continue;
      }
      if (!operation.sent().kind().writes()) {
        latest = Math.min(latest, answered.version());
      } else if (answered.status() < 300) {
        latest = Math.min(latest, answered.version() - 1);
      }
    }
    return latest;
  }

  /** Puts in order what fits here and changes nothing, until there is no more of it. */
  private Node quiet(Node from) {
    Node node = from;
    boolean found = true;
    while (found) {
      found = false;
      for (int index : next(node)) {
        Operation operation = operations.get(index);
        if (operation.answered() != null
            && node.state().equals(model.step(node.state(), operation))
            && !endsAnother(node, operation)) {
          node = node.with(index, operation, node.state());
          found = true;
        }
      }
    }
    return node;
  }

  /** Whether an operation that may still be done could not be any more behind this one. */
  private boolean endsAnother(Node node, Operation operation) {
    for (int i = node.ordered().nextClearBit(0);
        i < operations.size() && operations.get(i).sentNanos() <= operation.sentNanos();
        i = node.ordered().nextClearBit(i + 1)) {
      Operation other = operations.get(i);
      if (other.answered() == null
          && other.endedNanos() >= node.lastSentNanos()
          && other.endedNanos() < operation.sentNanos()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Those that may come next: no operation that is not in order yet had ended before they were
   * sent. One without an answer is no longer among them once it can't be done any more.
   */
  private List<Integer> next(Node node) {
    List<Integer> next = new ArrayList<>();
    long firstEndNanos = Long.MAX_VALUE;
    for (int i = node.ordered().nextClearBit(0);
        i < operations.size() && operations.get(i).sentNanos() <= firstEndNanos;
        i = node.ordered().nextClearBit(i + 1)) {
      Operation operation = operations.get(i);
      if (operation.answered() != null) {
        firstEndNanos = Math.min(firstEndNanos, operation.endedNanos());
        next.add(i);
      } else if (operation.endedNanos() >= node.lastSentNanos()) {
        next.add(i);
      }
    }
    return next;
  }

  private List<String> stuck() {
    List<String> lines = new ArrayList<>();
    DocumentState state = deepest.state();
    lines.add(
        deepest.ordered().cardinality()
            + " of "
            + operations.size()
            + " operations can be put in order; the document is then at version "
            + state.version()
            + (state.exists() ? ": " + shortened(state.entries().toString()) : ", deleted"));
    lines.add("none of these can be next:");
    long from = operations.isEmpty() ? 0 : operations.get(0).sentNanos();
    next(deepest).forEach(index -> lines.add("  " + operations.get(index).line(from)));
    return lines;
  }

  private static String shortened(String text) {
    return text.length() > 400 ? text.substring(0, 400) + "…" : text;
  }
}
