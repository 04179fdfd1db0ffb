package dev.larder.server.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header in IMF-fixdate (RFC 9110, section 5.6.7), made once a second. Any thread. */
final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private record Made(long second, String text) {}

  private static volatile Made made = new Made(-1, "");

  private HttpDate() {}

  static String now() {
    long second = System.currentTimeMillis() / 1000;
    Made last = made;
    if (last.second() != second) {
      last = new Made(second, IMF_FIXDATE.format(Instant.ofEpochSecond(second)));
      made = last;
    }
    return last.text();
  }
}
