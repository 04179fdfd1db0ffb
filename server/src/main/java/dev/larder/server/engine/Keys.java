package dev.larder.server.engine;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which requests with an Idempotency-Key were done, and how they were answered. A key is
 * remembered in the journal's record of the change that its request made, so that a crash leaves
 * both or neither. It is forgotten between batches only, the oldest first: so none goes while a
 * request of the batch relies on it, and what a batch added is taken back newest first.
 */
final class Keys { // engine thread only
  /** Keys forgotten at once, more than a batch can add: a day's keys may end in one second. */
  private static final int FORGET_AT_ONCE = 8192;

  private final KeyBounds bounds;
  private final KeyLog log = new KeyLog();
  private final KeyIndex index = new KeyIndex(log);

  Keys(KeyBounds bounds) {
    this.bounds = bounds;
  }

  /**
   * How the request was answered at first; null if it was not done, or without a key.
   *
   * @throws RefusedException with {@link Problem.IdempotencyKeyReused} if its key is another's
   */
  @Nullable FirstAnswer find(@Nullable OnceKey key) {
    int place = key == null ? 0 : index.find(key);
    if (key == null || place == 0) {
      return null;
    }
    if (log.request(place) != key.request()) {
      throw new RefusedException(new Problem.IdempotencyKeyReused());
    }
    return FirstAnswer.read(log.answer(place));
  }

  /** Whether a request with that key was done, this one or another. */
  boolean has(OnceKey key) {
    return index.find(key) != 0;
  }

  /** Remembers a key that is not there; the result forgets it again, newest first. */
  Runnable remember(Change.Remembered memory) {
    int place = log.append(memory);
    index.add(place);
    return () -> {
      index.remove(place);
      log.dropNewest(place);
    };
  }

  /**
   * At the start: takes in what the disk has, which may be more than the bounds allow now. It may
   * hold a key twice, where the last daemon had forgotten it in between: the last one counts.
   */
  void recover(Change.Remembered memory) {
    int place = index.find(memory.key());
    if (place != 0) {
      index.remove(place);
    }
    var unusedUndo = remember(memory);
    while (isOver()) {
      forgetOldest();
    }
  }

  /** Forgets what is too old or too much, some of it at least. Between batches. */
  void trim(long nowMs) {
    for (int left = FORGET_AT_ONCE; left > 0 && (isOver() || isOld(nowMs)); left--) {
      forgetOldest();
    }
  }

  private boolean isOver() {
    return index.size() > bounds.most() || (bytes() > bounds.bytes() && index.size() > 0);
  }

  private boolean isOld(long nowMs) {
    return !log.isEmpty() && log.atMs(log.oldest()) + bounds.forMs() < nowMs;
  }

  private void forgetOldest() {
    index.remove(log.oldest());
    log.dropOldest();
  }

  /** How many keys are remembered. */
  int size() {
    return index.size();
  }

  /** What they take, in bytes. */
  long bytes() {
    return log.bytes() + index.bytes();
  }

  /** All that is remembered, as it is now, for a checkpoint: {@link KeyLog#read} reads it. */
  List<ByteBuffer> frozen() {
    return log.frozen();
  }
}
