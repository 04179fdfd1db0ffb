package dev.larder.server;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes ({@code 64MiB}) and durations ({@code 200ms}, {@code 3h}) as people write them. */
final class Units {
  /** A duration that never passes. */
  static final Duration NEVER = Duration.ofMillis(Long.MAX_VALUE);

  private static final Pattern NUMBER_UNIT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");

  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40);

  private static final Map<String, Duration> DURATIONS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Units() {}

  /** Sizes in bytes, KiB, MiB, GiB or TiB. */
  static final class BytesConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Matcher matcher = NUMBER_UNIT.matcher(text.strip());
      Long unit = matcher.matches() ? BYTES.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
      if (unit == null) {
        throw new TypeConversionException(
            "'" + text + "' is not a size: write 512KiB, 64MiB, 1GiB");
      }
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    }
  }

  /** Sizes as above, and {@code none} for {@link Long#MAX_VALUE}. */
  static final class BoundConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return text.equals("none") ? Long.MAX_VALUE : new BytesConverter().convert(text);
    }
  }

  /** Durations in ms, s, m, h or d, and {@code never}. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      if (text.equals("never")) {
        return NEVER;
      }
      Matcher matcher = NUMBER_UNIT.matcher(text.strip());
      Duration unit =
          matcher.matches() ? DURATIONS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
      if (unit == null) {
        throw new TypeConversionException(
            "'" + text + "' is not a duration: write 200ms, 10s, 5m, 3h, 30d or never");
      }
      return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }
  }
}
