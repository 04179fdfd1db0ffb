package dev.larder.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** When a write is answered. */
public enum Ack {
  /** After its record in the journal was forced to disk. */
  DURABLE,
  /** After the published file holds it. */
  PUBLISHED;

  /** The word in {@code ?ack=}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the word in {@code ?ack=}.
   *
   * @throws RefusedException with {@link Problem.BadRequest} for any other word
   */
  public static Ack parse(String word) {
    return Arrays.stream(values())
        .filter(ack -> ack.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    new Problem.BadRequest(
                        "'ack=" + word + "' is not known.",
                        Arrays.stream(values())
                            .map(Ack::word)
                            .collect(Collectors.joining(" or ack=", "Use ack=", ".")))));
  }
}
