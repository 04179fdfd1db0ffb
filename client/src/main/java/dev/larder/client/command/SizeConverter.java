package dev.larder.client.command;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size such as {@code 0}, {@code 512KiB}, {@code 64MiB} or {@code 2GiB}. */
final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})([A-Za-z]*)");
  private static final Map<String, Integer> SHIFTS =
      Map.of("", 0, "b", 0, "kib", 10, "mib", 20, "gib", 30);

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text);
    Integer shift =
        matcher.matches() ? SHIFTS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (shift == null) {
      throw new TypeConversionException(
          "'" + text + "' is not a size; write it as 512KiB, 64MiB or 2GiB");
    }
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
  }
}
