package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.IdempotencyKey;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.OnceKey;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what makes a request be done once, and tells who repeats it. Any thread. */
final class Once {
  /** When a write is answered does not make it another one. */
  private static final String ACK = "ack";

  private static final byte[] END = {0};

  private Once() {}

  /**
   * The key of a request; null if it has none.
   *
   * @param body the request's, unpacked
   * @throws RefusedException with {@link Problem.BadRequest} if the header is there and no key
   */
  static @Nullable OnceKey of(Exchange exchange, byte[] body) {
    List<String> sent = exchange.head().headers().getAll(IdempotencyKey.HEADER);
    if (sent.isEmpty()) {
      return null;
    }
    IdempotencyKey key = IdempotencyKey.parse(String.join(", ", sent));
    return OnceKey.of(exchange.peer().keySpace(), key.value(), digest(exchange.head(), body));
  }

  /** Of all that makes a request what it is; each part ends with a zero, which none has. */
  private static byte[] digest(RequestHead head, byte[] body) {
    MessageDigest digest = OnceKey.sha256();
    add(digest, head.method().name());
    head.path().forEach(segment -> add(digest, segment));
    new TreeMap<>(head.query())
        .forEach(
            (name, values) -> {
              if (!name.equals(ACK)) {
                add(digest, name + "=" + values.get(0));
              }
            });
    add(digest, "if-match " + head.headers().getAll(HttpHeaderNames.IF_MATCH));
    add(digest, "if-none-match " + head.headers().getAll(HttpHeaderNames.IF_NONE_MATCH));
    return digest.digest(body);
  }

  private static void add(MessageDigest digest, String part) {
    digest.update(part.getBytes(UTF_8));
    digest.update(END);
  }

  /** What an answer's headers say more if an earlier request had done it. */
  static Consumer<HttpHeaders> marked(boolean replayed, Consumer<HttpHeaders> others) {
    return replayed
        ? headers -> {
          others.accept(headers);
          headers.set(IdempotencyKey.REPLAYED_HEADER, "true");
        }
        : others;
  }
}
