package dev.larder.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The stream is no tar archive, or one that is not unpacked; the message says which entry. */
public final class BadArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  BadArchiveException(String message, @Nullable Exception cause) {
    super(message, cause);
  }
}
