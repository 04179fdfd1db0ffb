package dev.larder.server.http;

import dev.larder.server.engine.ReadyContent;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A content on its way to a client: read piece by piece by a worker, so that no event loop waits
 * for a disk, and only as fast as the client takes it. One that breaks off ends with its
 * connection, so that nobody takes it for whole.
 */
final class Download implements Answer { // event loop only, but for the reading
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final int PIECE_BYTES = 256 * 1024;

  /** Opens what is sent. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  private final Exchange exchange;
  private final HttpResponseStatus status;
  private final String type;
  private final long length;
  private final Consumer<HttpHeaders> moreHeaders;
  private final Source source;

  /** Pinned until this ends. */
  private final ReadyContent content;

  /** Opened, read and closed by one worker after the other. */
  private @Nullable InputStream open;

  private long left;
  private byte @Nullable [] ready;
  private boolean begun;
  private volatile boolean cut;
  private boolean whole;

  /**
   * @param length the bytes that are sent, at most what the source has; -1 for all of an unknown
   *     number
   */
  Download(
      Exchange exchange,
      HttpResponseStatus status,
      String type,
      long length,
      Consumer<HttpHeaders> moreHeaders,
      Source source,
      ReadyContent content) {
    this.exchange = exchange;
    this.status = status;
    this.type = type;
    this.length = length;
    this.moreHeaders = moreHeaders;
    this.source = source;
    this.content = content;
    this.left = length < 0 ? Long.MAX_VALUE : length;
  }

  @Override
  public void writeTo(Channel channel, HttpVersion version, boolean close) {
    if (!begun) {
      begun = true;
      var response = new DefaultHttpResponse(version, status);
      Headers.common(response, type, close);
      Headers.length(response, length);
      moreHeaders.accept(response.headers());
      Out.write(channel, response);
      exchange.whenCut(this::cut);
      readOn();
    } else if (ready != null) {
      byte[] piece = ready;
      ready = null;
      if (piece.length == 0) {
        whole = true;
        content.release();
        Out.write(channel, LastHttpContent.EMPTY_LAST_CONTENT);
      } else {
        // The next piece is read when this one is on its way: that is what bounds the memory.
        var unused =
            channel
                .write(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)))
                .addListener(written -> readOn());
      }
    }
  }

  private void cut() {
    cut = true;
    content.release();
  }

  @Override
  public boolean isWhole() {
    return whole;
  }

  private void readOn() {
    exchange.service().workers().execute(this::read);
  }

  private void read() { // a worker
    try {
      byte[] piece = cut ? new byte[0] : nextPiece();
      if (piece.length == 0 && open != null) {
        open.close();
      }
      exchange.loop().execute(() -> offer(piece));
    } catch (CheckedInput.DamagedException e) {
      LOG.warn("The last of {} is withheld: it is damaged", exchange.head().shownPath());
      content.damaged();
      exchange.loop().execute(() -> Out.close(exchange.channel()));
    } catch (IOException | RuntimeException e) {
      LOG.error("A result could not be sent on: {}", exchange.head().shownPath(), e);
      exchange.loop().execute(() -> Out.close(exchange.channel()));
    }
  }

  private byte[] nextPiece() throws IOException {
    InputStream from = open == null ? source.open() : open;
    open = from;
    byte[] piece = new byte[(int) Math.min(PIECE_BYTES, left)];
    int count = from.readNBytes(piece, 0, piece.length);
    if (length >= 0 && count < piece.length) {
      throw new IOException("It ends " + (left - count) + " bytes too early");
    }
    left -= count;
    return count == piece.length ? piece : Arrays.copyOf(piece, count);
  }

  private void offer(byte[] piece) {
    if (!cut) {
      ready = piece;
      exchange.progress();
    } else if (piece.length > 0) {
      readOn(); // to close what is open
    }
  }
}
