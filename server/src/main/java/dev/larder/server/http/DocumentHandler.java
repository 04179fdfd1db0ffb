package dev.larder.server.http;

import dev.larder.protocol.DocName;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.DocumentView;
import dev.larder.server.engine.DocumentView.Want;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Precondition;
import dev.larder.server.stats.Layout;
import dev.larder.server.stats.Pointer;
import dev.larder.server.stats.Snapshot;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code GET} and {@code HEAD /v1/stats/{doc}}: a document, or a part of it by JSON Pointer. */
final class DocumentHandler implements Handler {
  /** Documents up to this size are rendered at once, larger ones as the client reads, in bytes. */
  private static final int WHOLE_BYTES = 64 * 1024;

  private static final byte[] NOTHING = {};

  private final Engine engine;

  DocumentHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    DocName doc = DocName.parse(exchange.segment(2));
    Precondition unless = Preconditions.ofRead(exchange.head().headers());
    Optional<Pointer> pointer =
        exchange.head().parameter("pointer").map(Pointer::parse).filter(p -> !p.isWholeDocument());
    Want want =
        pointer.isPresent() ? new Want.One(pointer.get().first()) : new Want.Entries(unless);
    exchange.answerWith(
        engine.read(doc, want),
        view ->
            unless.holds(view.version())
                ? found(exchange, view, pointer)
                : new Answer.Full(
                    HttpResponseStatus.NOT_MODIFIED, null, NOTHING, etag(view.version())));
  }

  private static Answer found(Exchange exchange, DocumentView view, Optional<Pointer> pointer) {
    if (pointer.isPresent()) {
      return part(exchange, view, pointer.get());
    }
    Snapshot snapshot = view.snapshot();
    if (snapshot == null) {
      throw new IllegalStateException("A read of a whole document came without its entries");
    }
    Layout layout = Layout.of(view.settings().indent());
    long length = snapshot.renderedBytes(layout);
    if (exchange.isHead()) {
      return new Answer.HeadOnly(MediaTypes.JSON, length, etag(view.version()));
    }
    if (snapshot.bytes() <= WHOLE_BYTES && length >= 0) {
      ByteBuffer whole = ByteBuffer.allocate((int) length);
      snapshot.render(layout).read(whole);
      return new Answer.Full(
          HttpResponseStatus.OK, MediaTypes.JSON, whole.array(), etag(view.version()));
    }
    return new Answer.Rendered(snapshot.render(layout), length, etag(view.version()));
  }

  private static Answer part(Exchange exchange, DocumentView view, Pointer pointer) {
    byte[] value = view.entry() == null ? null : pointer.find(view.entry());
    if (value == null) {
      throw new RefusedException(
          new Problem.NotFound(
              "value",
              exchange.head().parameter("pointer").orElseThrow(),
              "Get the document without ?pointer= to see what it holds."));
    }
    return new Answer.Full(
        HttpResponseStatus.OK,
        MediaTypes.JSON,
        Arrays.copyOf(value, value.length),
        etag(view.version()));
  }

  static Consumer<HttpHeaders> etag(long version) {
    return headers -> headers.set(HttpHeaderNames.ETAG, "\"" + version + "\"");
  }
}
