package dev.larder.server.journal;

import java.io.IOException;
import java.io.OutputStream;

/** Writes one part of a checkpoint. */
@FunctionalInterface
public interface PartSource {
  /**
   * Writes the whole part.
   *
   * @param out buffered; closed by the caller
   */
  void writeTo(OutputStream out) throws IOException;
}
