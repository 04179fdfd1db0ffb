package dev.larder.server.journal;

import java.nio.ByteBuffer;

/** Takes the records of a journal that is opened, in their order. */
@FunctionalInterface
public interface RecordVisitor {
  /**
   * One record, whole and verified.
   *
   * @param payload the bytes between position and limit; they are overwritten after the call
   */
  void record(long sequence, ByteBuffer payload);
}
