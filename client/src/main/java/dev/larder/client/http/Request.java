package dev.larder.client.http;

import dev.larder.protocol.IdempotencyKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request. Immutable.
 *
 * @param method the method, RFC 9110, section 9
 * @param target path and query, encoded
 * @param headers all but those that frame the message
 * @param body null for none; not copied
 * @param source a body that is read while it is sent, instead of the one at hand; null for none
 * @param repeatable whether it can do no harm to send it again when its answer got lost
 */
@SuppressWarnings("ArrayRecordComponent") // The body is carried, never compared.
public record Request(
    String method,
    String target,
    Map<String, String> headers,
    byte @Nullable [] body,
    @Nullable Source source,
    boolean repeatable) {
  /**
   * A body that is not in memory.
   *
   * @param bytes its length; -1 if that is not known before: it is sent in chunks then
   * @param opening opens it; called once for each time that the request is sent
   */
  public record Source(long bytes, Opening opening) {}

  /** Opens a body. */
  @FunctionalInterface
  public interface Opening {
    /** Opens it; who calls closes it. */
    InputStream open() throws IOException;
  }

  /** Keeps a copy of the headers. */
  public Request {
    headers = new LinkedHashMap<>(headers);
  }

  /** A GET: without a body, and repeatable. */
  public static Request get(String target) {
    return new Request("GET", target, Map.of(), null, null, true);
  }

  /** A request that changes something, hence not repeatable. */
  public static Request change(String method, String target) {
    return new Request(method, target, Map.of(), null, null, false);
  }

  /** A request that changes something, and does so once however often it is sent. */
  public static Request once(String method, String target, IdempotencyKey key) {
    return change(method, target).withHeader(IdempotencyKey.HEADER, key.header()).asRepeatable();
  }

  /** Whether it is repeatable because it has a key. */
  public boolean isOnce() {
    return repeatable && headers.containsKey(IdempotencyKey.HEADER);
  }

  /** With one header more. */
  public Request withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Request(method, target, more, body, source, repeatable);
  }

  /** With a body of that media type. */
  public Request withBody(String mediaType, byte[] newBody) {
    return new Request(method, target, headers, newBody, null, repeatable)
        .withHeader("Content-Type", mediaType);
  }

  /** With a body of that media type that is read while it is sent. */
  public Request withSource(String mediaType, Source newSource) {
    return new Request(method, target, headers, null, newSource, repeatable)
        .withHeader("Content-Type", mediaType);
  }

  /** Declared to do no harm when it is sent again. */
  public Request asRepeatable() {
    return new Request(method, target, headers, body, source, true);
  }
}
