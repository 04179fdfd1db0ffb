package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.IdempotencyKey;
import dev.larder.protocol.RefusedException;
import dev.larder.prove.fuzz.Contradiction;
import dev.larder.prove.fuzz.Target;
import dev.larder.server.access.WebRules;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon reads from a request's head. The first line is the target, each further one a
 * header's value, whose first letter says of which: understood, or refused as a problem.
 */
public final class HeadersTarget implements Target {
  private static final String NAMES = "hrmniaeotcksv";
  private static final List<String> HEADERS =
      List.of(
          "Host",
          "Range",
          "If-Match",
          "If-None-Match",
          "If-Range",
          "Accept-Encoding",
          "Content-Encoding",
          "Origin",
          "Content-Type",
          "Transfer-Encoding",
          "Idempotency-Key",
          "Sec-Fetch-Site",
          "Last-Event-ID");

  private static final List<Long> LENGTHS = List.of(1L, 10L, 1L << 40);

  private final WebRules rules = new WebRules(false, List.of("pantry.example"));

  @Override
  public String name() {
    return "headers";
  }

  @Override
  public void feed(byte[] input) {
    List<String> lines = List.of(new String(input, ISO_8859_1).split("\n", -1));
    // As the codec gives them: it has refused the line ends and the control characters by then.
    HttpHeaders headers =
        DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    for (String line : lines.subList(1, lines.size())) {
      int name = line.isEmpty() ? -1 : NAMES.indexOf(line.charAt(0));
      headers.add(
          name < 0 ? "X-Other" : HEADERS.get(name), line.isEmpty() ? "" : line.substring(1));
    }
    refusable(() -> head(lines.get(0), headers));
    refusable(() -> Preconditions.ofWrite(headers));
    refusable(() -> Preconditions.ofRead(headers));
    refusable(
        () ->
            rules.check(
                headers.getAll("Host"),
                headers.getAll("Origin"),
                headers.getAll("Sec-Fetch-Site")));
    refusable(() -> IdempotencyKey.parse(String.join(", ", headers.getAll(IdempotencyKey.HEADER))));
    var unusedKnown = Preconditions.isKnown(headers, "\"1\""::equals);
    Contradiction.unlessSame(
        "a coding", true, ContentCoding.accepted(headers).etag("d").contains("d"));
    LENGTHS.forEach(length -> refusable(() -> range(headers, length)));
  }

  private static void head(String target, HttpHeaders headers) {
    DefaultHttpRequest request;
    try {
      request =
          new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf("GET"), target, headers);
    } catch (IllegalArgumentException e) {
      return; // the codec refuses such a target, before the daemon sees it
    }
    RequestHead head = RequestHead.of(request);
    Contradiction.unlessSame("a path", true, target.startsWith("/") && !head.path().isEmpty());
    var unusedShown = head.shownPath();
    for (String parameter : head.query().keySet()) {
      refusable(() -> head.flag(parameter));
    }
    refusable(head::ack);
  }

  private static void range(HttpHeaders headers, long length) {
    @Nullable ByteRange range = ByteRange.of(headers, length);
    if (range != null) {
      boolean within = range.first() >= 0 && range.first() <= range.last() && range.last() < length;
      Contradiction.unlessSame(range + " of " + length, true, within && range.length() > 0);
    }
  }

  private static void refusable(Runnable reading) {
    try {
      reading.run();
    } catch (RefusedException e) {
      Contradiction.unlessSame("a reason", false, e.problem().detail().isBlank());
    }
  }
}
