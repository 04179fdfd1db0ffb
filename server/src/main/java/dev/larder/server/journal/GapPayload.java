package dev.larder.server.journal;

import java.nio.ByteBuffer;

/** What a {@link RecordHeader#GAP} carries: the last sequence that is lost. */
record GapPayload(long through) implements Payload {
  @Override
  public int bytes() {
    return Long.BYTES;
  }

  @Override
  public void writeTo(ByteBuffer target) {
    target.putLong(through);
  }
}
