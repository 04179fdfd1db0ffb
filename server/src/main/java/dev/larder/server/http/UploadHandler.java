package dev.larder.server.http;

import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.Engine;
import dev.larder.server.publish.FileMode;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * {@code PUT /v1/leases/{token}/content}: the result of a builder that does not share the file
 * system, a file or a folder as tar.
 */
final class UploadHandler implements Handler {
  private static final int USUAL_MODE = 0644;

  private final Engine engine;

  UploadHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    String token = exchange.segment(2);
    String type = exchange.head().headers().get(HttpHeaderNames.CONTENT_TYPE, MediaTypes.BYTES);
    boolean folder = type.toLowerCase(Locale.ROOT).startsWith(MediaTypes.TAR);
    int mode = exchange.head().parameter("mode").map(UploadHandler::mode).orElse(USUAL_MODE);
    exchange.transfer(
        () -> {
          var unused = LeaseHandler.itsOwn(exchange, engine, token).toCompletableFuture().join();
          engine.builds().receive(token, plain(exchange), folder, mode);
          return Answer.done();
        });
  }

  /** Unpacked here and not before, so that the bounds are on what is written. */
  private static InputStream plain(Exchange exchange) throws IOException {
    return exchange.head().isPacked() ? new GZIPInputStream(exchange.upload()) : exchange.upload();
  }

  private static int mode(String octal) {
    return FileMode.ofOctal(octal)
        .orElseThrow(
            () ->
                new RefusedException(
                    new Problem.BadRequest(
                        "'" + octal + "' is not a file mode.",
                        "Give three octal digits: ?mode=755.")))
        .bits();
  }
}
