package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What comes behind a request's head: gathered whole within the bounds, or streamed to whoever
 * reads it, as its route says.
 */
final class RequestBody { // event loop only, but for what Upload and Body allow
  /** A refused body up to this length is read over, and the connection kept. */
  private static final int SHORT_BYTES = 64 * 1024;

  /** The announced length in bytes; -1 for chunks. */
  private final long announced;

  private @Nullable Body body;
  private @Nullable Upload upload;

  /** The client waits for "100 Continue" before it sends on (RFC 9110, section 10.1.1). */
  private boolean owesContinue;

  RequestBody(HttpRequest request) {
    announced =
        HttpUtil.isTransferEncodingChunked(request) ? -1 : HttpUtil.getContentLength(request, 0L);
  }

  /**
   * The route is known.
   *
   * @param pausing what the connection does for a body that is streamed
   * @throws RefusedException if its length, or an expectation, is one that cannot be met
   */
  void open(HttpRequest request, Route route, Service service, Upload.Pausing pausing) {
    checkExpectation(request);
    if (route.streamed()) {
      Body.checkAnnounced(announced, service.limits().contentBytes());
      upload = new Upload(pausing);
      return;
    }
    long limit = route.bodyTypes().isEmpty() ? 0 : service.limits().bodyBytes();
    Body.checkAnnounced(announced, limit);
    // No more is set aside for it than it says that it needs.
    body = new Body(announced < 0 ? limit : announced, service.budget());
  }

  private void checkExpectation(HttpRequest request) {
    String expect = request.headers().get(HttpHeaderNames.EXPECT);
    if (expect == null || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return;
    }
    if (!HttpUtil.is100ContinueExpected(request)) {
      throw new RefusedException(new Problem.ExpectationFailed(expect));
    }
    owesContinue = true;
  }

  /** Whether what may still come of a refused body is little enough to be read over. */
  boolean restIsShort() {
    return announced >= 0 && announced <= SHORT_BYTES && !owesContinue;
  }

  /** Whether "100 Continue" is to be written now; true once. */
  boolean takeContinue() {
    boolean owed = owesContinue;
    owesContinue = false;
    return owed;
  }

  /**
   * Takes some of it.
   *
   * @throws RefusedException if it is too much
   */
  void add(ByteBuf content) {
    owesContinue = false;
    if (upload == null) {
      gathered().add(content);
    } else {
      upload.add(content);
    }
  }

  boolean isStreamed() {
    return upload != null;
  }

  /** Whether a streamed one has not come whole yet. */
  boolean isStreaming() {
    return upload != null && !upload.isEnded();
  }

  /** Whether its sender went away before it was whole. */
  boolean isBroken() {
    return upload != null && upload.isBroken();
  }

  Upload upload() {
    return Exchange.required(upload);
  }

  Body gathered() {
    return Exchange.required(body);
  }

  /** What was packed is in the place of the packed one now. */
  void unpacked(Body plain) {
    gathered().release();
    body = plain;
  }

  /** It is of no more use. */
  void release() {
    if (body != null) {
      body.release();
    }
  }

  /** The connection broke. */
  void cut() {
    release();
    if (upload != null) {
      upload.breakOff();
    }
  }
}
