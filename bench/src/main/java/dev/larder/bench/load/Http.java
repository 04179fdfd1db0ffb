package dev.larder.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * HTTP/1.1 (RFC 9112) as far as the daemon's answers need it: a head, and a body of {@code
 * Content-Length} or in chunks without extensions.
 */
public final class Http implements Dialect {
  private static final ByteBuf HEAD_END = Unpooled.copiedBuffer("\r\n\r\n", US_ASCII);
  private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);

  /** Where the status stands behind {@code HTTP/1.1}. */
  private static final int STATUS_AT = 9;

  private final List<ByteBuf> requests;

  private Http(List<ByteBuf> requests) {
    this.requests = requests;
  }

  /** Sends these requests in turn; each client begins at another one. */
  public static Http sending(List<byte[]> requests) {
    return new Http(requests.stream().map(Unpooled::wrappedBuffer).toList());
  }

  @Override
  public ByteBuf request(int client, long number) {
    return requests.get((int) ((client + number) % requests.size())).retainedDuplicate();
  }

  @Override
  public boolean answered(ByteBuf in) {
    int headBytes = ByteBufUtil.indexOf(HEAD_END, in);
    if (headBytes < 0) {
      return false;
    }
    int from = in.readerIndex();
    int headEnd = headBytes + HEAD_END.readableBytes();
    if (in.getByte(from + STATUS_AT) != '2') {
      throw new IllegalStateException("refused: " + in.toString(UTF_8));
    }
    int end = bodyEnd(in, from, headEnd);
    if (end < 0 || end > in.writerIndex()) {
      return false;
    }
    in.readerIndex(end);
    return true;
  }

  /** Where the body ends; -1 if that is not known yet. */
  private static int bodyEnd(ByteBuf in, int from, int headEnd) {
    for (int line = from; line < headEnd; ) {
      int lineEnd = in.indexOf(line, headEnd, (byte) '\n');
      if (isLength(in, line)) {
        int valueAt = line + LENGTH.length;
        return headEnd + Integer.parseInt(text(in, valueAt, lineEnd).strip());
      }
      line = lineEnd + 1;
    }
    return lastChunkEnd(in, headEnd);
  }

  private static int lastChunkEnd(ByteBuf in, int headEnd) {
    int at = headEnd;
    while (true) {
      int lineEnd = at >= in.writerIndex() ? -1 : in.indexOf(at, in.writerIndex(), (byte) '\n');
      if (lineEnd < 0) {
        return -1;
      }
      int bytes = Integer.parseInt(text(in, at, lineEnd - 1), 16);
      at = lineEnd + 1 + bytes + 2;
      if (bytes == 0) {
        return at;
      }
    }
  }

  private static String text(ByteBuf in, int from, int end) {
    return in.toString(from, end - from, US_ASCII);
  }

  private static boolean isLength(ByteBuf in, int line) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((in.getByte(line + i) | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }
}
