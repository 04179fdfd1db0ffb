package dev.larder.client.http;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file with a token, a certificate or a key is of no use; the message says which, and why. */
public final class CredentialsException extends IOException {
  private static final long serialVersionUID = 1L;

  public CredentialsException(String message, @Nullable Exception cause) {
    super(message, cause);
  }

  /** A file that cannot be read. */
  public static CredentialsException unreadable(Path file, IOException e) {
    String why =
        e instanceof NoSuchFileException
            ? "there is no such file"
            : e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    return new CredentialsException(file + " cannot be read: " + why, e);
  }
}
