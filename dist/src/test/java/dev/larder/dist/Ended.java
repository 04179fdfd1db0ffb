package dev.larder.dist;

/**
 * A process that has ended.
 *
 * @param exitCode 128 and the signal's number where a signal ended it
 * @param out all of its standard output
 * @param err all of its standard error
 */
record Ended(int exitCode, String out, String err) {
  /** Returns itself if the process did well, and fails with its words if not. */
  Ended well() {
    if (exitCode != 0) {
      throw new AssertionError("exit code " + exitCode + ", standard error:\n" + err);
    }
    return this;
  }
}
