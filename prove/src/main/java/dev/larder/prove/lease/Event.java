package dev.larder.prove.lease;

import org.jspecify.annotations.Nullable;

/**
 * What one client did or saw. All times are {@link System#nanoTime}; what has two of them happened
 * in between.
 */
sealed interface Event {
  /** Of an answer that never came. */
  int NO_ANSWER = 0;

  /** The key that it is about; empty where it is about all. */
  String key();

  /** When it was over. */
  long untilNanos();

  /**
   * A lease was granted, or resumed.
   *
   * @param sinceNanos when it was asked for; a line that told to wait may have been read when the
   *     grant was there too
   * @param deadlineMs after how long it is taken away; null for never
   */
  record Granted(
      String key,
      String client,
      long fence,
      long sinceNanos,
      long untilNanos,
      @Nullable Long deadlineMs,
      boolean resumed)
      implements Event {}

  /** A resume was refused, since the lease is lost. */
  record NotResumed(String key, long fence, long sinceNanos, long untilNanos) implements Event {}

  /** A lease ended for its holder: it was told so, or is about to make it so. */
  record Lost(String key, long fence, Cause cause, long untilNanos) implements Event {}

  /** For what a token is sent. */
  enum Use {
    COMMIT,
    FAIL,
    PROGRESS
  }

  /**
   * A token was sent.
   *
   * @param status of the answer, or {@link #NO_ANSWER}
   * @param digest of the commit's answer; null where there is none
   */
  record Used(
      String key,
      long fence,
      Use use,
      long sinceNanos,
      long untilNanos,
      int status,
      @Nullable String digest)
      implements Event {
    boolean accepted() {
      return status >= 200 && status < 300;
    }

    boolean commits() {
      return use == Use.COMMIT && (accepted() || status == NO_ANSWER);
    }
  }

  /** A result was to be forgotten. */
  record Forgotten(String key, boolean forced, long sinceNanos, long untilNanos, int status)
      implements Event {
    boolean mayHaveHappened() {
      return status == 204 || status == NO_ANSWER;
    }
  }

  /** A lease was to be taken away by hand. */
  record Released(String key, long sinceNanos, long untilNanos, int status) implements Event {}

  /**
   * A result was told, and read.
   *
   * @param sinceNanos when it was asked for
   * @param fence whose holder wrote the content that was found; 0 where none was found
   * @param digest as it was told
   * @param found the digest of what was found
   * @param pinnedUntilNanos until when the stream stayed open; as {@code untilNanos} for no pin
   */
  record Told(
      String key,
      String client,
      long sinceNanos,
      long untilNanos,
      long fence,
      String digest,
      @Nullable String found,
      long pinnedUntilNanos)
      implements Event {}

  /** A failure was told, which names the fence of its builder. */
  record Refused(String key, long fence, long untilNanos) implements Event {}

  /**
   * The daemon went and another one came.
   *
   * @param sinceNanos when the old one still ran
   * @param startedNanos when the new one did not run yet
   * @param untilNanos when the new one answered
   */
  record Restarted(String key, long sinceNanos, long startedNanos, long untilNanos)
      implements Event {}

  /** What no order of events explains, as its witness saw at once. */
  record Broken(String key, String what, long untilNanos) implements Event {}
}
