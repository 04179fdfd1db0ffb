package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a body (RFC 1952). The JDK's stream is used for it and not Netty's decoder, which lets a
 * body pass that is cut before its checksum, and one that is no gzip at all.
 */
final class Gzip {
  private static final int PIECE_BYTES = 64 * 1024;

  private Gzip() {}

  /**
   * Unpacks piece by piece, so that a small body that unpacks to a huge one is refused when it has
   * reached the limit, and before it is there.
   *
   * @param plain takes what comes out; released if this fails
   * @throws RefusedException with {@link Problem.BadRequest} if it is not gzip, or as {@link
   *     Body#add} says
   */
  static Body unpack(byte[] packed, Body plain) {
    byte[] piece = new byte[PIECE_BYTES];
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      for (int got = gzip.read(piece); got >= 0; got = gzip.read(piece)) {
        plain.add(Unpooled.wrappedBuffer(piece, 0, got));
      }
      return plain;
    } catch (IOException e) {
      plain.release();
      throw new RefusedException(
          new Problem.BadRequest(
              "The body cannot be unpacked: " + reason(e) + ".",
              "Send it as Content-Encoding: gzip says (RFC 1952), or without one."));
    } catch (RefusedException e) {
      plain.release();
      throw e;
    }
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? "it is cut" : failure.getMessage();
  }
}
