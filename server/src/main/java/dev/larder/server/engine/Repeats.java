package dev.larder.server.engine;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does within the engine's batches what {@link Keys} remembers: once each, and the answer again.
 */
final class Repeats { // engine thread only
  private final Keys keys;
  private final Ledger ledger;
  private final Batch batch;
  private final Clock clock;
  private final Tally tally;

  Repeats(Keys keys, Ledger ledger, Batch batch, Clock clock, Tally tally) {
    this.keys = keys;
    this.ledger = ledger;
    this.batch = batch;
    this.clock = clock;
    this.tally = tally;
  }

  /**
   * Answers a request that was done before, in its place in the batch: the first one may be in the
   * same batch, and undone with it.
   *
   * @param reading what the first answer says to this one
   * @return whether it was done before; else the caller does it now
   * @throws RefusedException with {@link Problem.IdempotencyKeyReused} if its key is another's
   */
  <T> boolean answers(
      @Nullable OnceKey key, Function<FirstAnswer, T> reading, CompletableFuture<T> reply) {
    FirstAnswer first = keys.find(key);
    if (key == null || first == null) {
      return false;
    }
    T answer = reading.apply(first);
    batch.owe(
        () -> give(answer, reply),
        () -> {
          if (keys.has(key)) {
            give(answer, reply);
          } else {
            Batch.refuseAsFull(reply);
          }
        });
    return true;
  }

  private <T> void give(T answer, CompletableFuture<T> reply) {
    tally.replayed();
    reply.complete(answer);
  }

  /**
   * Appends a change to the ledger, in one record with the key that it is done by, if there is one.
   * If the batch is undone, so is the memory.
   */
  void append(Change change, @Nullable OnceKey key, FirstAnswer answer) {
    if (key == null) {
      ledger.append(change);
      return;
    }
    Change.Remembered memory = memory(key, answer);
    ledger.append(Change.Together.of(change, List.of(memory)));
    batch.alsoUndo(keys.remember(memory));
  }

  /**
   * Remembers requests whose change is not undone with the batch.
   *
   * @return what belongs into one record with that change
   */
  List<Change.Remembered> remember(Collection<OnceKey> done, FirstAnswer answer) {
    List<Change.Remembered> memories = new ArrayList<>();
    for (OnceKey key : done) {
      if (!keys.has(key)) {
        Change.Remembered memory = memory(key, answer);
        memories.add(memory);
        batch.alsoUndo(keys.remember(memory));
        // What is not durable for want of space is true all the same, as long as this daemon lives.
        batch.owe(() -> {}, () -> keys.recover(memory));
      }
    }
    return memories;
  }

  private Change.Remembered memory(OnceKey key, FirstAnswer answer) {
    return new Change.Remembered(key, clock.nowMs(), answer.toBytes());
  }

  /** Forgets what is too old or too much. Between batches. */
  void trim() {
    keys.trim(clock.nowMs());
  }

  /** How many keys are remembered. */
  int size() {
    return keys.size();
  }
}
