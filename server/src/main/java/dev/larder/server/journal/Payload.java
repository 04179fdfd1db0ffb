package dev.larder.server.journal;

import java.nio.ByteBuffer;

/** The bytes of one record, copied once: straight into the batch that is written to disk. */
public interface Payload {
  /** How many bytes {@link #writeTo} writes, exactly. */
  int bytes();

  /**
   * Writes the payload at the buffer's position, {@link #bytes()} bytes and no more. Called once,
   * during {@link Journal#append}, on the engine's thread.
   */
  void writeTo(ByteBuffer target);
}
