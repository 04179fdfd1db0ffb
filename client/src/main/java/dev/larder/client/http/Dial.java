package dev.larder.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Makes connections to endpoints. */
final class Dial {
  private static final long FIRST_PAUSE_MS = 1;
  private static final long LONGEST_PAUSE_MS = 20;

  private Dial() {}

  /**
   * Connects to a Unix-domain socket.
   *
   * @throws NobodyListensException if there is no socket, or nobody behind it
   * @throws SocketTimeoutException if the peer did not take the connection until the deadline
   */
  static TimedSocket unix(Endpoint.Unix endpoint, Deadline deadline) throws IOException {
    var address = UnixDomainSocketAddress.of(endpoint.socket());
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    for (; ; ) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.configureBlocking(false);
        if (channel.connect(address)) {
          // The peer is a file's; what its host is called means nothing.
          return socket(channel, 0, new PlainWire(channel), "localhost");
        }
        channel.close();
      } catch (SocketException e) {
        channel.close();
        refuse(endpoint, e);
        if (deadline.passed()) {
          throw late(e);
        }
      }
      // The peer's backlog is full (connect(2), EAGAIN; JDK 17 makes an exception of it). Other
      // than with TCP no connection is under way then, and to wait on the channel is useless.
      backoff.pause(deadline);
    }
  }

  /** Throws unless the refusal may be a full backlog, which has no exception type of its own. */
  private static void refuse(Endpoint.Unix endpoint, SocketException e) throws IOException {
    if (e instanceof ConnectException) {
      throw new NobodyListensException("nobody listens on it", e);
    }
    if (!Files.exists(endpoint.socket(), LinkOption.NOFOLLOW_LINKS)) {
      throw new NobodyListensException("there is no such socket", e);
    }
    if (!Files.isWritable(endpoint.socket())) {
      throw new AccessDeniedException(endpoint.toString(), null, e.getMessage());
    }
  }

  private static SocketTimeoutException late(SocketException cause) {
    var late = new SocketTimeoutException("No connection was taken: " + cause.getMessage());
    late.initCause(cause);
    return late;
  }

  /**
   * Connects by TCP and, where the endpoint says so, shakes hands by TLS.
   *
   * @throws NobodyListensException if nobody is there
   * @throws SSLException if the two ends do not trust one another
   * @throws SocketTimeoutException if that took longer than the deadline
   */
  static TimedSocket tcp(Endpoint.Tcp endpoint, Trust trust, Deadline deadline) throws IOException {
    var address = new InetSocketAddress(endpoint.host(), endpoint.port());
    if (address.isUnresolved()) {
      throw new NobodyListensException("the host '" + endpoint.host() + "' is not known", null);
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      // Each request is written whole: there is nothing to wait for (RFC 896).
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      boolean connected = connect(channel, address);
      SSLEngine engine = endpoint.tls() ? engine(endpoint, trust) : null;
      Wire wire = engine == null ? new PlainWire(channel) : new TlsWire(channel, engine);
      TimedSocket socket =
          socket(channel, connected ? 0 : SelectionKey.OP_CONNECT, wire, endpoint.authority());
      return established(socket, wire, connected, deadline);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean connect(SocketChannel channel, InetSocketAddress address)
      throws IOException {
    try {
      return channel.connect(address);
    } catch (ConnectException e) {
      throw new NobodyListensException("the connection is refused", e);
    }
  }

  private static TimedSocket established(
      TimedSocket socket, Wire wire, boolean connected, Deadline deadline) throws IOException {
    try {
      while (!connected && !wire.channel().finishConnect()) {
        socket.await(SelectionKey.OP_CONNECT, deadline);
      }
      while (wire instanceof TlsWire tls && !tls.shakeHands()) {
        socket.await(tls.wants(), deadline);
      }
      return socket;
    } catch (ConnectException e) {
      socket.close();
      throw new NobodyListensException("the connection is refused", e);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static SSLEngine engine(Endpoint.Tcp endpoint, Trust trust) throws IOException {
    SSLEngine engine = trust.context().createSSLEngine(endpoint.host(), endpoint.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    // Without it the certificate could be anybody's (RFC 9110, section 4.3.4).
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static TimedSocket socket(
      SocketChannel channel, int operations, Wire wire, String authority) throws IOException {
    Selector selector = Selector.open();
    SelectionKey key = channel.register(selector, operations);
    return new TimedSocket(wire, selector, key, authority);
  }
}
