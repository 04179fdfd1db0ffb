package dev.larder.server.publish;

import java.nio.ByteBuffer;

/** The bytes of a file, handed out piece by piece. */
@FunctionalInterface
public interface Content {
  /**
   * Puts the next bytes into the target, until it is full or the content ends.
   *
   * @return true if at least one byte was put; false, with nothing put, once all were given
   */
  boolean read(ByteBuffer target);
}
