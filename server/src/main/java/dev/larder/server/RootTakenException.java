package dev.larder.server;

import java.io.IOException;
import java.nio.file.Path;

/** Another daemon owns the root. */
final class RootTakenException extends IOException {
  private static final long serialVersionUID = 1L;

  RootTakenException(Path root) {
    super("A daemon owns '" + root + "' already: use it, or end it with 'larder stop'");
  }
}
