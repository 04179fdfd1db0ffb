package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A force (fsync) failed, for whatever reason. What was written since the last one may be lost
 * although it can be read, and a second force may well report success (see {@link Force}).
 */
public final class ForceFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  ForceFailedException(Path path, IOException cause) {
    super("The system could not force " + path + " to disk", cause);
  }
}
