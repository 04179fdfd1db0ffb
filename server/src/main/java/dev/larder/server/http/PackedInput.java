package dev.larder.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A stream in a coding, packed piece by piece as it is read. One thread at a time. */
final class PackedInput extends InputStream {
  private static final int PIECE_BYTES = 64 * 1024;

  private final InputStream plain;
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream(PIECE_BYTES);
  private final OutputStream packing;
  private final byte[] piece = new byte[PIECE_BYTES];
  private byte[] ready = {};
  private int at;
  private boolean ended;

  PackedInput(InputStream plain, ContentCoding coding) throws IOException {
    this.plain = plain;
    this.packing = coding.pack(packed);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (at == ready.length && !ended) {
      packMore();
    }
    if (at == ready.length) {
      return -1;
    }
    int count = Math.min(length, ready.length - at);
    System.arraycopy(ready, at, target, offset, count);
    at += count;
    return count;
  }

  private void packMore() throws IOException {
    int count = plain.readNBytes(piece, 0, piece.length);
    packing.write(piece, 0, count);
    if (count < piece.length) {
      packing.close();
      ended = true;
    }
    ready = packed.toByteArray();
    packed.reset();
    at = 0;
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }
}
