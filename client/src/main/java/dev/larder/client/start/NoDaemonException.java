package dev.larder.client.start;

import dev.larder.client.http.NobodyListensException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No daemon can be reached or started; the message says which, why, and what to do. */
public final class NoDaemonException extends IOException {
  private static final long serialVersionUID = 1L;

  NoDaemonException(String message, @Nullable Exception cause) {
    super(message, cause);
  }

  /** Whether there simply is none, rather than one that cannot be reached or started. */
  public boolean isAbsent() {
    return getCause() instanceof NobodyListensException;
  }
}
