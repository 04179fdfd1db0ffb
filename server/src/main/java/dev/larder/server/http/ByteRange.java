package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of bytes, both ends included (RFC 9110, section 14.1.2).
 *
 * @param first counted from 0
 * @param last at least {@code first}
 */
record ByteRange(long first, long last) {
  /** One range; a header with several, or with another unit, is passed over as it may be. */
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * What is asked for.
   *
   * @return null for all of it
   * @throws RefusedException with {@link Problem.RangeNotSatisfiable}
   */
  static @Nullable ByteRange of(HttpHeaders headers, long length) {
    String header = headers.get(HttpHeaderNames.RANGE);
    if (header == null) {
      return null;
    }
    Matcher range = ONE.matcher(header.strip());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return null;
    }
    boolean fromEnd = range.group(1).isEmpty();
    long first =
        fromEnd
            ? Math.max(0, length - Long.parseLong(range.group(2)))
            : Long.parseLong(range.group(1));
    long last =
        fromEnd || range.group(2).isEmpty()
            ? length - 1
            : Math.min(length - 1, Long.parseLong(range.group(2)));
    boolean backwards =
        !fromEnd && !range.group(2).isEmpty() && Long.parseLong(range.group(2)) < first;
    if (backwards) {
      return null; // not valid, and so passed over
    }
    if (first >= length) {
      throw new RefusedException(new Problem.RangeNotSatisfiable(header, length));
    }
    return new ByteRange(first, last);
  }

  long length() {
    return last - first + 1;
  }
}
