package dev.larder.bench.peers;

import dev.larder.bench.measure.Usage;
import java.io.IOException;

/** A peer whose server was started here: what it uses is what that uses, and it ends with it. */
interface Started extends Peer {
  /** The server. */
  Running server();

  @Override
  default String name() {
    return server().name();
  }

  @Override
  default Usage usage() throws IOException {
    return server().usage();
  }

  @Override
  default void close() {
    server().close();
  }
}
