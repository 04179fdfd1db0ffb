package dev.larder.prove;

import java.nio.file.Path;
import java.util.List;

/** A promise that was broken, with what is needed to see it again. */
public final class Finding extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A broken promise.
   *
   * @param what the promise, and what was seen instead
   * @param run the run that found it, whose seed is told
   * @param replay the smallest sequence of steps that shows it, a line each
   * @param kept where the history and the root lie, for who looks into it
   */
  public Finding(String what, Run run, List<String> replay, Path kept) {
    super(
        what
            + "\nseed: "
            + run.seed()
            + "\nreplay:\n  "
            + String.join("\n  ", replay)
            + "\nkept: "
            + kept);
  }
}
