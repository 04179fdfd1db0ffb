package dev.larder.server.http;

import dev.larder.server.access.TlsKeys;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;

/** How new connections speak TLS. Immutable; any thread. */
public final class TlsContext {
  // RFC 8996 and RFC 9325, section 3.1.1: nothing older.
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final X509Certificate[] NONE = {};

  private final SslContext context;

  private TlsContext(SslContext context) {
    this.context = context;
  }

  /**
   * Prepares TLS with these keys.
   *
   * @throws IOException if the JDK cannot use them
   */
  public static TlsContext of(TlsKeys keys) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(keys.key(), keys.chain().toArray(NONE))
            .sslProvider(SslProvider.JDK)
            .protocols(PROTOCOLS);
    if (!keys.clientCas().isEmpty()) {
      builder.trustManager(keys.clientCas().toArray(NONE)).clientAuth(ClientAuth.REQUIRE);
    }
    return new TlsContext(builder.build());
  }

  /**
   * The handler of a new connection.
   *
   * @param workers do the public-key arithmetic, which would hold up the event loop
   */
  SslHandler handler(ByteBufAllocator allocator, Executor workers) {
    return context.newHandler(allocator, workers);
  }
}
