package dev.larder.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The same bytes come back. */
public final class Echo implements Dialect {
  private final ByteBuf message;

  /** Sends messages of that many bytes. */
  public Echo(int bytes) {
    message = Unpooled.wrappedBuffer(new byte[bytes]);
  }

  @Override
  public ByteBuf request(int client, long number) {
    return message.retainedDuplicate();
  }

  @Override
  public boolean answered(ByteBuf in) {
    int bytes = message.readableBytes();
    if (in.readableBytes() < bytes) {
      return false;
    }
    in.skipBytes(bytes);
    return true;
  }
}
