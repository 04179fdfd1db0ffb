package dev.larder.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as it goes over the wire (RFC 9112).
 *
 * @param headers whole lines, without their end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Request(String method, String target, List<String> headers, byte[] body) {
  private static final byte[] NOTHING = {};

  /** A request without a body. */
  public static Request of(String method, String target) {
    return new Request(method, target, List.of("Host: larder"), NOTHING);
  }

  /** GET. */
  public static Request get(String target) {
    return of("GET", target);
  }

  /** A merge of those entries. */
  public static Request merge(String doc, String json) {
    return of("POST", "/v1/stats/" + doc + "/merge").json(json);
  }

  /** RFC 7396. */
  public static Request patch(String doc, String json) {
    return of("PATCH", "/v1/stats/" + doc)
        .with("Content-Type: application/merge-patch+json")
        .body(json.getBytes(UTF_8));
  }

  /** A build request for {@code name/key}. */
  public static Request build(String id) {
    return of("POST", "/v1/workspaces/" + id + "/build");
  }

  /** One more header line. */
  public Request with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new Request(method, target, more, body);
  }

  /** With an {@code Idempotency-Key}. */
  public Request once(String key) {
    return with("Idempotency-Key: \"" + key + "\"");
  }

  /** A body of JSON. */
  public Request json(String json) {
    return with("Content-Type: application/json").body(json.getBytes(UTF_8));
  }

  /** The body, with its length. */
  public Request body(byte[] bytes) {
    return new Request(method, target, with("Content-Length: " + bytes.length).headers(), bytes);
  }

  /** All of it. */
  public byte[] bytes() {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    byte[] first = head.append("\r\n").toString().getBytes(UTF_8);
    return ByteBuffer.allocate(first.length + body.length).put(first).put(body).array();
  }

  @Override
  public String toString() {
    return method + " " + target + " " + new String(body, UTF_8);
  }
}
