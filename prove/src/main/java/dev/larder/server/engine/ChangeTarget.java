package dev.larder.server.engine;

import dev.larder.prove.fuzz.Contradiction;
import dev.larder.prove.fuzz.Target;
import dev.larder.server.journal.Payload;
import java.nio.ByteBuffer;

/**
 * The payload of a journal's record whose CRC is right: a change, written again as the same bytes,
 * or an {@link IllegalArgumentException}; nothing that takes more memory than the record gives
 * reason for.
 */
public final class ChangeTarget implements Target {
  @Override
  public String name() {
    return "change";
  }

  @Override
  public void feed(byte[] input) {
    Change change;
    try {
      change = ChangeCodec.read(ByteBuffer.wrap(input));
    } catch (IllegalArgumentException e) {
      return;
    }
    byte[] once = written(change);
    byte[] twice = written(ChangeCodec.read(ByteBuffer.wrap(once)));
    Contradiction.unlessSame("read and written again", once, twice);
  }

  private static byte[] written(Change change) {
    Payload payload = ChangeCodec.payload(change);
    ByteBuffer bytes = ByteBuffer.allocate(payload.bytes());
    payload.writeTo(bytes);
    Contradiction.unlessSame("the announced length", 0, bytes.remaining());
    return bytes.array();
  }
}
