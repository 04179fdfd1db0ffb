package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameter {@code wait}: for how long an answer may be put off. */
final class WaitParameter {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m)");

  private WaitParameter() {}

  /**
   * In milliseconds; empty without the parameter.
   *
   * @throws RefusedException if it is no time such as {@code 500ms}, {@code 30s} or {@code 2m}, or
   *     longer than 5 minutes
   */
  static Optional<Long> ms(Exchange exchange) {
    return exchange.head().parameter("wait").map(WaitParameter::ms);
  }

  private static long ms(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      long ms = Long.parseLong(form.group(1)) * unitMs(form.group(2));
      if (ms <= Limits.WAIT_MS) {
        return ms;
      }
    }
    throw new RefusedException(
        new Problem.BadRequest(
            "The parameter 'wait' is '" + text + "'.",
            "Give a time such as 500ms, 30s or 2m, at most 5m, and ask again."));
  }

  private static long unitMs(String unit) {
    return switch (unit) {
      case "s" -> 1000;
      case "m" -> 60_000;
      default -> 1;
    };
  }
}
