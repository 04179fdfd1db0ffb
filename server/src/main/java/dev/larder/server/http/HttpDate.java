package dev.larder.server.http;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/** The Date header (RFC 9110, section 6.6.1), made once a second. Any thread. */
final class HttpDate {
  private record Made(long second, String text) {}

  private static volatile Made made = new Made(-1, "");

  private HttpDate() {}

  static String now() {
    long nowMs = System.currentTimeMillis();
    Made last = made;
    if (last.second() != nowMs / 1000) {
      last = new Made(nowMs / 1000, DateFormatter.format(new Date(nowMs)));
      made = last;
    }
    return last.text();
  }
}
