package dev.larder.client.http;

import dev.larder.protocol.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a daemon listens. Its text form is what {@code serve} prints behind {@code ready}. */
public sealed interface Endpoint {
  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is not {@code unix:} and an absolute path of at most
   *     {@link Limits#SOCKET_PATH_BYTES} bytes; the message says what is wrong
   */
  static Endpoint parse(String text) {
    if (!text.startsWith(Unix.SCHEME)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an endpoint; it has the form unix:/path/to/larder.sock");
    }
    try {
      return new Unix(Path.of(text.substring(Unix.SCHEME.length())));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + text + "' holds no path: " + e.getReason(), e);
    }
  }

  /**
   * Connects to it.
   *
   * @throws NobodyListensException if nobody is there
   * @throws java.net.SocketTimeoutException if the peer did not take the connection until then
   */
  TimedSocket connect(Deadline deadline) throws IOException;

  /**
   * A Unix-domain socket.
   *
   * @param socket its absolute path
   */
  record Unix(Path socket) implements Endpoint {
    private static final String SCHEME = "unix:";

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if it is relative, or longer than {@link
     *     Limits#SOCKET_PATH_BYTES}
     */
    public Unix {
      if (!socket.isAbsolute()) {
        throw new IllegalArgumentException("The socket's path '" + socket + "' is not absolute");
      }
      if (!fits(socket)) {
        throw new IllegalArgumentException(
            "The socket's path '"
                + socket
                + "' is longer than "
                + Limits.SOCKET_PATH_BYTES
                + " bytes");
      }
    }

    /** Whether the system takes a socket's path of that length (unix(7)). */
    public static boolean fits(Path socket) {
      return socket.toString().getBytes(StandardCharsets.UTF_8).length <= Limits.SOCKET_PATH_BYTES;
    }

    @Override
    public TimedSocket connect(Deadline deadline) throws IOException {
      return TimedSocket.connect(this, deadline);
    }

    @Override
    public String toString() {
      return SCHEME + socket;
    }
  }
}
