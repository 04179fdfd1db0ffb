package dev.larder.server.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where to listen by TCP.
 *
 * @param host a name or an address, without brackets
 * @param port 0 for any that is free
 * @param address what the host stands for
 */
public record ListenAddress(String host, int port, InetAddress address) {
  private static final int MOST_PORT = 65_535;

  /**
   * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}.
   *
   * @throws IllegalArgumentException if it is neither, or if the host is not known here
   */
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw new IllegalArgumentException(
          "'" + text + "': write an IPv6 address in brackets, as [::1]:7433");
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not HOST:PORT, as 127.0.0.1:7433 (0.0.0.0 for every address)");
    }
    try {
      return new ListenAddress(
          host, port(text, text.substring(colon + 1)), InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + text + "': the host is not known here", e);
    }
  }

  private static int port(String text, String digits) {
    boolean whole = digits.matches("[0-9]{1,5}");
    int port = whole ? Integer.parseInt(digits) : -1;
    if (port < 0 || port > MOST_PORT) {
      throw new IllegalArgumentException("'" + text + "': the port is not 0 to 65535");
    }
    return port;
  }

  /** Whether only this machine reaches it. */
  public boolean isLoopback() {
    return address.isLoopbackAddress();
  }

  /** The socket's address. */
  public InetSocketAddress socket() {
    return new InetSocketAddress(address, port);
  }

  /** The endpoint as clients write it, with the port that was bound. */
  public String endpoint(boolean tls, int boundPort) {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return (tls ? "https://" : "http://") + shown + ":" + boundPort;
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
