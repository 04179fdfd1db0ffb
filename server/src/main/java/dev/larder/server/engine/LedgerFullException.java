package dev.larder.server.engine;

import java.io.IOException;

/** The batch could not be made durable for want of space, and was dropped. */
final class LedgerFullException extends IOException {
  private static final long serialVersionUID = 1L;

  LedgerFullException(IOException cause) {
    super("No space left for the journal", cause);
  }
}
