package dev.larder.client.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output, whose write errors can be told from those of other files: a reader that went
 * away ends a command quietly, a full disk does not.
 */
final class StandardOutput extends FilterOutputStream {
  /** A write to standard output failed. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1L;

    Failed(IOException cause) {
      super("cannot write to standard output: " + cause.getMessage(), cause);
    }

    /** Whether the reader of a pipe closed it (EPIPE, write(2)). */
    boolean readerIsGone() {
      Throwable cause = getCause();
      String message = cause == null ? null : cause.getMessage();
      return message != null && message.toLowerCase(Locale.ROOT).contains("broken pipe");
    }
  }

  StandardOutput(OutputStream target) {
    super(target);
  }

  @Override
  public void write(int oneByte) throws IOException {
    try {
      out.write(oneByte);
    } catch (IOException e) {
      throw new Failed(e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new Failed(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw new Failed(e);
    }
  }
}
