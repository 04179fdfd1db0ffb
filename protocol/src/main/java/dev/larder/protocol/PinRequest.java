package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request for a pin by name.
 *
 * @param expiresAfterS after how many seconds it ends by itself, 1 to {@link #LONGEST_S}; null for
 *     never
 */
public record PinRequest(@Nullable Long expiresAfterS) {
  /** Ten years. */
  public static final long LONGEST_S = 315_360_000;
}
