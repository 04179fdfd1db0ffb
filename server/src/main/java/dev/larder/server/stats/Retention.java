package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long the entries of a document stay, and how many. Immutable, any thread.
 *
 * @param expireMs an entry that was not written for so long goes, in milliseconds
 * @param maxEntries of more than so many, those go that were not written for longest
 */
public record Retention(long expireMs, long maxEntries) {
  /** Every entry stays. */
  public static final Retention FOR_EVER = new Retention(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
  private static final long SECOND_MS = 1000;
  private static final long MINUTE_MS = 60 * SECOND_MS;
  private static final long HOUR_MS = 60 * MINUTE_MS;
  private static final long DAY_MS = 24 * HOUR_MS;

  /**
   * Reads a document's settings.
   *
   * @param expireEntriesAfter a number and {@code s}, {@code m}, {@code h} or {@code d}; null for
   *     never
   * @param maxEntries null for as many as there are
   * @throws RefusedException with {@link Problem.BadSettings}
   */
  public static Retention of(@Nullable String expireEntriesAfter, @Nullable Long maxEntries) {
    if (maxEntries != null && maxEntries < 1) {
      throw new RefusedException(
          new Problem.BadSettings(
              "max_entries", "it is " + maxEntries, "Give 1 or more, or null for no bound."));
    }
    return new Retention(
        expireEntriesAfter == null ? Long.MAX_VALUE : milliseconds(expireEntriesAfter),
        maxEntries == null ? Long.MAX_VALUE : maxEntries);
  }

  private static long milliseconds(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new RefusedException(
          new Problem.BadSettings(
              "expire_entries_after",
              "it is no time",
              "Write it as 90s, 30m, 12h or 30d, or null for never."));
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> SECOND_MS;
          case "m" -> MINUTE_MS;
          case "h" -> HOUR_MS;
          default -> DAY_MS;
        };
    return Long.parseLong(matcher.group(1)) * unit;
  }

  boolean expires() {
    return expireMs != Long.MAX_VALUE;
  }

  /** Whether an entry that was written then is to go. */
  boolean isOver(long writtenMs, long nowMs) {
    return expires() && nowMs - writtenMs >= expireMs;
  }
}
