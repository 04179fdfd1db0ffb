package dev.larder.server.http;

import dev.larder.protocol.OpenApi;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * {@code GET /openapi.yaml} and {@code /openapi.json}: the contract, for whoever may ask for
 * anything. It changes with the daemon alone, so a copy may be kept, and is asked about by its
 * ETag.
 */
final class ApiHandler implements Handler {

  private final OpenApi form;

  ApiHandler(OpenApi form) {
    this.form = form;
  }

  @Override
  public void handle(Exchange exchange) {
    byte[] text = form.read();
    String etag = etag(text);
    // RFC 9111, section 5.2.2.4: kept, but never used without asking: the daemon may be a newer
    // one.
    Consumer<HttpHeaders> tagged =
        headers ->
            headers
                .set(HttpHeaderNames.ETAG, etag)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
    if (Preconditions.isKnown(exchange.head().headers(), etag::equals)) {
      exchange.answer(Answer.empty(HttpResponseStatus.NOT_MODIFIED, tagged));
    } else {
      exchange.answer(new Answer.Full(HttpResponseStatus.OK, form.mediaType(), text, tagged));
    }
  }

  /** Two daemons that serve the same text have the same tag. */
  private static String etag(byte[] text) {
    CRC32C sum = new CRC32C();
    sum.update(text, 0, text.length);
    return String.format(Locale.ROOT, "\"%08x-%d\"", sum.getValue(), text.length);
  }
}
