package dev.larder.prove.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a history that contradicts the contract smaller, such that it still does, by steps that
 * cannot make a contradiction out of what was none: it ends earlier (what was under way then is
 * without an answer), reads and refusals are left out, and the same repeatedly.
 *
 * <p>A write is never left out, since those behind it count on its version.
 */
public final class Shrinking {
  private Shrinking() {}

  /** The smallest history that was found; the same one if it does not contradict. */
  public static History of(History history) {
    if (!Linearizability.contradicts(history)) {
      return history;
    }
    return withoutReads(ended(history));
  }

  /** Beginnings of what is allowed are allowed: the shortest one that is not, by halves. */
  private static History ended(History history) {
    List<Long> ends =
        history.operations().stream()
            .filter(operation -> operation.answered() != null)
            .map(Operation::endedNanos)
            .sorted()
            .toList();
    int allowed = -1;
    int broken = ends.size() - 1;
    while (broken - allowed > 1) {
      int middle = (allowed + broken) / 2;
      if (Linearizability.contradicts(until(history, ends.get(middle)))) {
        broken = middle;
      } else {
        allowed = middle;
      }
    }
    return until(history, ends.get(broken));
  }

  private static History until(History history, long endNanos) {
    List<Operation> kept = new ArrayList<>();
    for (Operation operation : history.operations()) {
      if (operation.sentNanos() > endNanos) {
        break;
      }
      boolean over = operation.endedNanos() <= endNanos;
      if (over || operation.sent().kind().writes()) {
        kept.add(over ? operation : operation.unanswered());
      }
    }
    return new History(history.document(), kept);
  }

  private static History withoutReads(History history) {
    History smallest = history;
    for (int many = Math.max(1, history.operations().size() / 2); many > 0; many /= 2) {
      for (int at = 0; at < smallest.operations().size(); ) {
        History smaller = without(smallest, at, many);
        if (smaller.operations().size() < smallest.operations().size()
            && Linearizability.contradicts(smaller)) {
          smallest = smaller;
        } else {
          at += many;
        }
      }
    }
    return smallest;
  }

  /** Leaves out, of so many operations, those without effect. */
  private static History without(History history, int from, int many) {
    List<Operation> kept = new ArrayList<>();
    for (int i = 0; i < history.operations().size(); i++) {
      Operation operation = history.operations().get(i);
      if (i < from || i >= from + many || !operation.changedNothing()) {
        kept.add(operation);
      }
    }
    return new History(history.document(), kept);
  }
}
