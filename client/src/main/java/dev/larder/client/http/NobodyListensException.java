package dev.larder.client.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no socket at that path, or none whose owner still lives. */
public final class NobodyListensException extends IOException {
  private static final long serialVersionUID = 1L;

  public NobodyListensException(String message, @Nullable IOException cause) {
    super(message, cause);
  }
}
