package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A builder's word that its build failed; every member may be missing.
 *
 * @param detail what happened, told to everyone who waits; at most 4,000 characters are kept
 * @param exitCode the exit code of the command that built
 * @param output the last lines that it printed; of more than 4,096 characters the last ones are
 *     kept
 * @param retryAfterS seconds in which further build requests get the same answer; 0 to 86,400
 */
public record FailRequest(
    @Nullable String detail,
    @Nullable Integer exitCode,
    @Nullable String output,
    @Nullable Integer retryAfterS) {
  private static final int DETAIL_CHARS = 4000;
  private static final int OUTPUT_CHARS = 4096;

  /** Cuts what is overlong. */
  public FailRequest {
    detail = detail == null ? null : Shortened.to(DETAIL_CHARS, detail);
    output = output == null ? null : Shortened.toLast(OUTPUT_CHARS, output);
  }
}
