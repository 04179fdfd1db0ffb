package dev.larder.server.journal;

import java.io.IOException;
import java.io.InputStream;

/** Reads one part of a checkpoint. */
@FunctionalInterface
public interface PartReader {
  /**
   * Reads the part, whose bytes have been verified.
   *
   * @param in buffered, ends where the part ends; closed by the caller
   */
  void read(InputStream in) throws IOException;
}
