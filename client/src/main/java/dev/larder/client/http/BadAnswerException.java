package dev.larder.client.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What came back is not an answer of HTTP/1.1 (RFC 9112). */
public final class BadAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  BadAnswerException(String message, @Nullable Exception cause) {
    super(message, cause);
  }
}
