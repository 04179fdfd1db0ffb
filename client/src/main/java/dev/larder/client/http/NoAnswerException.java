package dev.larder.client.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The connection ended after the request was sent, before any byte of its answer. */
public final class NoAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  NoAnswerException(@Nullable IOException cause) {
    super("The connection was closed before the answer", cause);
  }
}
