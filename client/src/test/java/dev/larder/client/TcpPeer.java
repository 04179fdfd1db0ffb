package dev.larder.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.larder.client.http.Endpoint;
import dev.larder.protocol.Paths;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A server of the JDK's on loopback, by TCP and perhaps TLS: keeps what a PUT brings, and answers a
 * GET with the last of it.
 */
final class TcpPeer implements AutoCloseable {
  private final HttpServer server;
  private final boolean tls;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile byte[] kept = "{}".getBytes(UTF_8);

  /** The Authorization of each request, or "none". */
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** The Host of each request. */
  final List<String> hosts = new CopyOnWriteArrayList<>();

  /** The client's address of each connection that brought a request. */
  final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();

  private TcpPeer(HttpServer server, boolean tls) {
    this.server = server;
    this.tls = tls;
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  static TcpPeer plain() throws IOException {
    return new TcpPeer(HttpServer.create(anyPort(), 0), false);
  }

  /**
   * @param trusted whose clients are let in; null for everyone's
   */
  static TcpPeer tls(TestCertificate own, @Nullable TestCertificate trusted) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.shown(), trusted == null ? null : trusted.trusted(), null);
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(trusted != null);
            parameters.setSSLParameters(wanted);
          }
        });
    return new TcpPeer(server, true);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  Endpoint endpoint(String host) {
    return new Endpoint.Tcp(host, server.getAddress().getPort(), tls);
  }

  private void serve(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress());
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(authorization == null ? "none" : authorization);
    hosts.add(exchange.getRequestHeaders().getFirst("Host"));
    byte[] body = exchange.getRequestBody().readAllBytes();
    byte[] answer = kept;
    if (exchange.getRequestMethod().equals("PUT")) {
      kept = body;
      answer = "{\"version\":1,\"entries\":1,\"bytes\":1}".getBytes(UTF_8);
    }
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    exchange.getResponseHeaders().set(Paths.PROTOCOL_HEADER, Integer.toString(Paths.PROTOCOL));
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
