package dev.larder.bench.peers;

import dev.larder.bench.measure.Usage;
import java.io.IOException;

/** A subject that runs as a process of its own. */
public interface Peer extends AutoCloseable {
  /** Its name in the table. */
  String name();

  /** What it has used so far. */
  Usage usage() throws IOException;

  @Override
  void close() throws IOException;
}
