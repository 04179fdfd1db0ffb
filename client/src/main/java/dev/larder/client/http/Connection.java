package dev.larder.client.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriter;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One connection and the codec on it: a request out, its answer in, one after the other (RFC 9112).
 * One thread at a time; any thread may close it.
 */
final class Connection implements Closeable {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Bodies up to this size go out with the head in one write, so that the peer reads once. */
  private static final int JOINED_BYTES = 64 * 1024;

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

  /** More than this many 1xx answers before the real one are taken for nonsense. */
  private static final int MAX_INTERIM = 10;

  private static final Http1Config BOUNDS =
      Http1Config.custom()
          .setBufferSize(BUFFER_BYTES)
          .setMaxLineLength(BUFFER_BYTES)
          .setMaxHeaderCount(100)
          .build();

  private final TimedSocket socket;
  private final InputStream bytes;
  private final SessionInputBufferImpl input =
      new SessionInputBufferImpl(BUFFER_BYTES, BUFFER_BYTES);
  private boolean reusable = true;

  Connection(TimedSocket socket) {
    this.socket = socket;
    this.bytes = socket.input();
  }

  /** Whether both ends mean to keep it. */
  boolean isReusable() {
    return reusable && !input.hasBufferedData();
  }

  /** Whether, after it lay idle, the peer still keeps it as far as this end can know. */
  boolean isUsable() {
    return isReusable() && socket.isQuiet();
  }

  void waitFor(Patience patience) {
    socket.waitFor(patience);
  }

  /**
   * Sends a request and reads the head of its answer.
   *
   * @param untilHead until when the head must be there
   * @param forBody how long the reads of the body wait then
   * @param ending what becomes of this connection then
   * @throws NotSentException if no byte of it was sent
   * @throws NoAnswerException if the connection ended before any byte of the answer
   * @throws BadAnswerException if the answer is not HTTP/1.1
   */
  Response exchange(Request request, Deadline untilHead, Patience forBody, Response.Ending ending)
      throws IOException {
    socket.begin(Patience.until(untilHead));
    IOException broken = send(request);
    ClassicHttpResponse head = readHead(broken);
    InputStream body = body(request, head);
    socket.waitFor(forBody);
    return new Response(head, this, body, ending);
  }

  /** Returns what cut the sending short, while an answer may be there to explain it. */
  private @Nullable IOException send(Request request) throws IOException {
    byte[] head = head(request);
    byte[] body = request.body() == null ? new byte[0] : request.body();
    try {
      boolean whole;
      if (request.source() != null) {
        whole = socket.write(ByteBuffer.wrap(head)) && sendFrom(request.source());
      } else if (body.length <= JOINED_BYTES) {
        whole =
            socket.write(ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip());
      } else {
        whole = socket.write(ByteBuffer.wrap(head)) && socket.write(ByteBuffer.wrap(body));
      }
      reusable &= whole;
      return null;
    } catch (SocketTimeoutException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      if (socket.sent() == 0) {
        throw new NotSentException(e);
      }
      reusable = false;
      return e;
    }
  }

  /** Sends a body piece by piece; false if the peer spoke before it was whole. */
  private boolean sendFrom(Request.Source source) throws IOException {
    boolean chunked = source.bytes() < 0;
    byte[] piece = new byte[JOINED_BYTES];
    boolean goOn = true;
    try (InputStream from = source.opening().open()) {
      for (int count = from.read(piece); count >= 0 && goOn; count = from.read(piece)) {
        ByteBuffer bytes = ByteBuffer.wrap(piece, 0, count);
        goOn = count == 0 || socket.write(chunked ? chunk(bytes) : bytes);
      }
    }
    return goOn && (!chunked || socket.write(ByteBuffer.wrap(LAST_CHUNK)));
  }

  /** RFC 9112, section 7.1. */
  private static ByteBuffer chunk(ByteBuffer bytes) {
    byte[] size = (Integer.toHexString(bytes.remaining()) + "\r\n").getBytes(US_ASCII);
    return ByteBuffer.allocate(size.length + bytes.remaining() + 2)
        .put(size)
        .put(bytes)
        .put((byte) '\r')
        .put((byte) '\n')
        .flip();
  }

  private byte[] head(Request request) throws IOException {
    var message = new BasicClassicHttpRequest(request.method(), request.target());
    message.addHeader("Host", socket.authority()); // required by RFC 9112, section 3.2
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      message.addHeader(header.getKey(), header.getValue());
    }
    byte[] body = request.body();
    long streamed = request.source() == null ? -1 : request.source().bytes();
    if (request.source() != null && streamed < 0) {
      message.addHeader("Transfer-Encoding", "chunked");
    } else if (request.source() != null) {
      message.addHeader("Content-Length", streamed);
    } else if (body != null) {
      message.addHeader("Content-Length", body.length);
    } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      message.addHeader("Content-Length", 0);
    }
    var bytes = new ByteArrayOutputStream();
    var buffer = new SessionOutputBufferImpl(BUFFER_BYTES);
    try {
      new DefaultHttpRequestWriter().write(message, buffer, bytes);
    } catch (HttpException e) {
      throw new IllegalArgumentException("Not a request: " + request.target(), e);
    }
    buffer.flush(bytes);
    return bytes.toByteArray();
  }

  private ClassicHttpResponse readHead(@Nullable IOException broken) throws IOException {
    try {
      for (int interim = 0; interim < MAX_INTERIM; interim++) {
        ClassicHttpResponse head = new DefaultHttpResponseParser(BOUNDS).parse(input, bytes);
        if (head == null) {
          throw new NoAnswerException(broken);
        }
        if (head.getCode() >= 200) {
          return head;
        }
      }
      throw new BadAnswerException("There are too many interim answers", null);
    } catch (SocketTimeoutException | ClosedChannelException e) {
      throw e;
    } catch (HttpException e) {
      throw new BadAnswerException("The answer is not HTTP/1.1: " + e.getMessage(), e);
    } catch (IOException e) {
      throw socket.received() > 0 || e instanceof NoAnswerException ? e : new NoAnswerException(e);
    }
  }

  /** Frames the body (RFC 9112, section 6.3); null if there is none. */
  private @Nullable InputStream body(Request request, ClassicHttpResponse head)
      throws BadAnswerException {
    Header coding = head.getFirstHeader("Transfer-Encoding");
    Header length = head.getFirstHeader("Content-Length");
    Header connection = head.getFirstHeader("Connection");
    reusable &=
        HttpVersion.HTTP_1_1.equals(head.getVersion())
            && (connection == null
                || !connection.getValue().toLowerCase(Locale.ROOT).contains("close"));
    if (request.method().equals("HEAD") || head.getCode() == 204 || head.getCode() == 304) {
      return null;
    }
    if (coding != null && length == null && coding.getValue().equalsIgnoreCase("chunked")) {
      return new ChunkedInputStream(input, bytes, BOUNDS);
    }
    if (coding != null) {
      throw new BadAnswerException("The answer's framing is not known: " + coding, null);
    }
    if (length == null) {
      reusable = false;
      return new IdentityInputStream(input, bytes);
    }
    long count = count(length.getValue());
    return count == 0 ? null : new ContentLengthInputStream(input, bytes, count);
  }

  private static long count(String length) throws BadAnswerException {
    try {
      long count = Long.parseLong(length);
      if (count >= 0) {
        return count;
      }
      throw new BadAnswerException("The answer's length is below 0: " + length, null);
    } catch (NumberFormatException e) {
      throw new BadAnswerException("The answer's length is no number: " + length, e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
