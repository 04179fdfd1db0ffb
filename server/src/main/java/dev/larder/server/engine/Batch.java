package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What one cycle of the engine owes: how to undo its writes, whom to answer, which documents to
 * publish. Reused from cycle to cycle.
 */
final class Batch { // engine thread only
  private final List<Runnable> undos = new ArrayList<>();
  private List<Answer> answers = new ArrayList<>();
  private List<Answer> givingNow = new ArrayList<>();
  private final Set<DocName> changed = new LinkedHashSet<>();
  private int writes;

  private interface Answer {
    void give(boolean committed);
  }

  /** A write was applied. */
  void applied(DocName doc, Runnable undo) {
    changed.add(doc);
    undos.add(undo);
    writes++;
  }

  /** Something beside a write was done that is to be taken back with the batch, in its order. */
  void alsoUndo(Runnable undo) {
    undos.add(undo);
  }

  /** To be run after the commit, in the order in which it was owed. */
  void owe(Runnable whenDurable, Runnable whenFull) {
    answers.add(committed -> (committed ? whenDurable : whenFull).run());
  }

  /** The same for who waits for a reply: if there is no space, it is refused so. */
  void owe(Runnable whenDurable, CompletableFuture<?> reply) {
    owe(whenDurable, () -> refuseAsFull(reply));
  }

  /** What was asked for has found no space in the journal. */
  static void refuseAsFull(CompletableFuture<?> reply) {
    reply.completeExceptionally(new RefusedException(new Problem.StorageFull("the journal")));
  }

  /** To be run after the commit, whatever became of it. */
  void after(Runnable answer) {
    answers.add(committed -> answer.run());
  }

  /** Takes back every write, the last one first. */
  void undo() {
    for (int i = undos.size() - 1; i >= 0; i--) {
      undos.get(i).run();
    }
    undos.clear();
    changed.clear();
    writes = 0;
  }

  /** Answers everyone and starts anew. */
  void settle(boolean committed) {
    undos.clear();
    changed.clear();
    writes = 0;
    // An answer may cause changes that are owed answers themselves: those belong to the next round.
    List<Answer> giving = answers;
    answers = givingNow;
    givingNow = giving;
    giving.forEach(answer -> answer.give(committed));
    giving.clear();
  }

  /** How many writes of documents it holds. */
  int writes() {
    return writes;
  }

  /** Whether somebody waits for the next commit. */
  boolean owes() {
    return !answers.isEmpty();
  }

  Set<DocName> changed() {
    return changed;
  }
}
