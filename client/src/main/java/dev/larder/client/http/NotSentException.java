package dev.larder.client.http;

import java.io.IOException;

/**
 * The connection broke before any byte of the request was sent: it may be sent again, any of it.
 */
public final class NotSentException extends IOException {
  private static final long serialVersionUID = 1L;

  NotSentException(IOException cause) {
    super("The connection was closed before the request was sent", cause);
  }
}
