package dev.larder.client.http;

import dev.larder.protocol.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a daemon listens. Its text form is what {@code serve} prints behind {@code ready}. */
public sealed interface Endpoint {
  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is neither {@code unix:} and an absolute path of at most
   *     {@link Limits#SOCKET_PATH_BYTES} bytes, nor {@code http://HOST:PORT} or {@code
   *     https://HOST:PORT}; the message says what is wrong
   */
  static Endpoint parse(String text) {
    if (text.startsWith("http:") || text.startsWith("https:")) {
      return Tcp.parse(text);
    }
    if (!text.startsWith(Unix.SCHEME)) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not an endpoint; it has the form unix:/path/to/larder.sock, or"
              + " https://host:port");
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
   * @param trust what TLS needs, where it is spoken
   * @throws NobodyListensException if nobody is there
   * @throws java.net.SocketTimeoutException if the peer did not take the connection until then
   * @throws javax.net.ssl.SSLException if the two ends do not trust one another
   */
  TimedSocket connect(Trust trust, Deadline deadline) throws IOException;

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
    public TimedSocket connect(Trust trust, Deadline deadline) throws IOException {
      return Dial.unix(this, deadline);
    }

    @Override
    public String toString() {
      return SCHEME + socket;
    }
  }

  /**
   * A TCP port.
   *
   * @param host a name or an IP address, one of IPv6 without its brackets
   * @param port 1 to 65535
   * @param tls whether TLS is spoken there
   */
  record Tcp(String host, int port, boolean tls) implements Endpoint {
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the host is empty or the port is out of bounds
     */
    public Tcp {
      if (host.isEmpty() || port < 1 || port > 65_535) {
        throw new IllegalArgumentException("'" + host + ":" + port + "' is no host and port");
      }
    }

    private static Tcp parse(String text) {
      URI uri;
      try {
        uri = new URI(text);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException("'" + text + "' is not a URL: " + e.getReason(), e);
      }
      String path = uri.getRawPath();
      boolean isBare =
          (path == null || path.isEmpty() || path.equals("/"))
              && uri.getRawQuery() == null
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null;
      String host = uri.getHost();
      if (host == null || uri.getPort() < 0 || !isBare) {
        throw new IllegalArgumentException(
            "'" + text + "' is not an endpoint; it has the form https://host:port");
      }
      String bareHost = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      return new Tcp(bareHost, uri.getPort(), "https".equals(uri.getScheme()));
    }

    /** Host and port, as a request names them (RFC 9110, section 7.2). */
    String authority() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public TimedSocket connect(Trust trust, Deadline deadline) throws IOException {
      return Dial.tcp(this, trust, deadline);
    }

    @Override
    public String toString() {
      return (tls ? "https://" : "http://") + authority();
    }
  }
}
