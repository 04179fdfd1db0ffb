package dev.larder.client.start;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No daemon can be reached or started; the message says which, why, and what to do. */
public final class NoDaemonException extends IOException {
  private static final long serialVersionUID = 1L;

  NoDaemonException(String message, @Nullable Exception cause) {
    super(message, cause);
  }
}
