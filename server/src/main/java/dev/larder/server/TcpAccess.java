package dev.larder.server;

import dev.larder.server.access.FileWatch;
import dev.larder.server.access.ListenAddress;
import dev.larder.server.access.TlsFiles;
import dev.larder.server.access.TlsKeys;
import dev.larder.server.access.Tokens;
import dev.larder.server.access.Watched;
import dev.larder.server.access.WebRules;
import dev.larder.server.http.HttpServer;
import dev.larder.server.http.TlsContext;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the TCP listeners of one daemon need: tokens and TLS as they are now. Any thread. */
final class TcpAccess implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpAccess.class);

  private final AccessOptions options;
  private final @Nullable Watched<Tokens> tokens;
  private final @Nullable Watched<TlsContext> tls;
  private final FileWatch watch;

  private TcpAccess(
      AccessOptions options,
      @Nullable Watched<Tokens> tokens,
      @Nullable Watched<TlsContext> tls,
      List<Watched<?>> all) {
    this.options = options;
    this.tokens = tokens;
    this.tls = tls;
    this.watch = new FileWatch(all);
  }

  /**
   * Reads the files.
   *
   * @throws IOException which says what is wrong with them
   */
  static TcpAccess of(AccessOptions options) throws IOException {
    List<Watched<?>> all = new ArrayList<>();
    Watched<Tokens> tokens = null;
    Path tokensFile = options.tokens();
    if (tokensFile != null) {
      tokens = new Watched<>("tokens", List.of(tokensFile), () -> Tokens.read(tokensFile));
      all.add(tokens);
    }
    Watched<TlsContext> tls = null;
    TlsFiles files = options.tls();
    if (files != null) {
      tls = new Watched<>("certificates", files.all(), () -> context(files));
      all.add(tls);
    }
    return new TcpAccess(options, tokens, tls, all);
  }

  private static TlsContext context(TlsFiles files) throws IOException {
    TlsKeys keys = files.read();
    if (keys.expires().isBefore(Instant.now())) {
      LOG.warn("{} expired on {}: clients refuse it", files.cert(), keys.expires());
    }
    return TlsContext.of(keys);
  }

  /**
   * Binds all addresses.
   *
   * @return the endpoints, in the order of the settings
   */
  List<String> listen(HttpServer http) throws IOException, InterruptedException {
    if (options.isPlaintextAsked()) {
      LOG.warn("--insecure-plaintext: tokens go unencrypted where no proxy or mesh encrypts them");
    }
    List<String> endpoints = new ArrayList<>();
    for (ListenAddress address : options.listen()) {
      WebRules rules = new WebRules(tls != null, options.hosts());
      int port = http.listen(address, rules, tokens, tls);
      endpoints.add(address.endpoint(tls != null, port));
    }
    watch.start();
    return endpoints;
  }

  /** Has files that changed read at once. */
  void reload() {
    watch.lookNow();
  }

  @Override
  public void close() {
    watch.close();
  }
}
