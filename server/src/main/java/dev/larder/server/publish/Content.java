package dev.larder.server.publish;

import java.nio.ByteBuffer;

/** The bytes of a file, handed out piece by piece. */
@FunctionalInterface
public interface Content {
  /**
   * Puts the next bytes into the target, as many as fit.
   *
   * @return false when these were the last ones, or there were none left; true if there may be more
   */
  boolean read(ByteBuffer target);
}
