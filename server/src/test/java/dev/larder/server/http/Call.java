package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as it goes over the wire.
 *
 * @param headers whole lines, without their end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Call(String method, String target, List<String> headers, byte[] body) {
  private static final byte[] NOTHING = {};

  static Call of(String method, String target) {
    return new Call(method, target, List.of("Host: larder"), NOTHING);
  }

  static Call get(String target) {
    return of("GET", target);
  }

  static Call head(String target) {
    return of("HEAD", target);
  }

  static Call delete(String target) {
    return of("DELETE", target);
  }

  static Call post(String target) {
    return of("POST", target);
  }

  static Call put(String target, String json) {
    return of("PUT", target).json(json);
  }

  static Call merge(String doc, String json) {
    return post("/v1/stats/" + doc + "/merge").json(json);
  }

  static Call patch(String doc, String json) {
    return of("PATCH", "/v1/stats/" + doc)
        .with("Content-Type: application/merge-patch+json")
        .body(json.getBytes(UTF_8));
  }

  static Call build(String id) {
    return post("/v1/workspaces/" + id + "/build");
  }

  /** One more header line. */
  Call with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new Call(method, target, more, body);
  }

  Call without(String name) {
    List<String> rest = new ArrayList<>(headers);
    rest.removeIf(line -> line.startsWith(name + ":"));
    return new Call(method, target, rest, body);
  }

  Call json(String json) {
    return with("Content-Type: application/json").body(json.getBytes(UTF_8));
  }

  /** The body, with its length. */
  Call body(byte[] bytes) {
    return new Call(method, target, with("Content-Length: " + bytes.length).headers(), bytes);
  }

  /** The same body in chunks of that size. */
  Call chunked(int chunkBytes) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int from = 0; from < body.length; from += chunkBytes) {
      int length = Math.min(chunkBytes, body.length - from);
      chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(UTF_8));
      chunks.write(body, from, length);
      chunks.writeBytes("\r\n".getBytes(UTF_8));
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(UTF_8));
    List<String> lines = without("Content-Length").with("Transfer-Encoding: chunked").headers();
    return new Call(method, target, lines, chunks.toByteArray());
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** All of it. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(headBytes());
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** The request line and the headers. */
  byte[] headBytes() {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    return head.append("\r\n").toString().getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return method + " " + (target.length() > 100 ? target.substring(0, 100) + "…" : target);
  }
}
