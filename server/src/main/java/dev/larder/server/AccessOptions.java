package dev.larder.server;

import dev.larder.server.access.AdmittedUsers;
import dev.larder.server.access.ListenAddress;
import dev.larder.server.access.SocketMode;
import dev.larder.server.access.TlsFiles;
import dev.larder.server.access.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The settings of who may connect, and where; {@code docs/access.md} tells them in prose. */
final class AccessOptions {
  private static final long MOST_ID = 0xFFFF_FFFEL; // the one above stands for "no id", chown(2)

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      split = ",",
      defaultValue = "${env:LARDER_LISTEN}",
      description =
          "Listen by TCP as well; port 0 takes any (LARDER_LISTEN). Only a loopback address goes"
              + " without --tokens and TLS.")
  private List<String> listen = List.of();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      defaultValue = "${env:LARDER_TLS_CERT}",
      description = "The certificate and its chain, PEM: --listen speaks TLS (LARDER_TLS_CERT).")
  private @Nullable Path tlsCert;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      defaultValue = "${env:LARDER_TLS_KEY}",
      description = "The certificate's private key, PEM, PKCS#8 (LARDER_TLS_KEY).")
  private @Nullable Path tlsKey;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      defaultValue = "${env:LARDER_TLS_CLIENT_CA}",
      description = "Clients need a certificate of one of these CAs, PEM (LARDER_TLS_CLIENT_CA).")
  private @Nullable Path tlsClientCa;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      defaultValue = "${env:LARDER_TOKENS}",
      description =
          "Who comes by TCP needs a token of this file (LARDER_TOKENS); 'larder token new' makes"
              + " one.")
  private @Nullable Path tokens;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "${env:LARDER_ALLOW_HOST}",
      description = "A further name by which clients reach the TCP port (LARDER_ALLOW_HOST).")
  private List<String> allowHost = List.of();

  @Option(
      names = "--insecure-plaintext",
      defaultValue = "${env:LARDER_INSECURE_PLAINTEXT:-false}",
      description =
          "No TLS on an address that other machines reach, because a proxy or a mesh in front of it"
              + " encrypts (LARDER_INSECURE_PLAINTEXT).")
  private boolean insecurePlaintext;

  @Option(
      names = "--allow-uid",
      paramLabel = "N",
      split = ",",
      defaultValue = "${env:LARDER_ALLOW_UID}",
      description =
          "Users beside the daemon's own that the Unix socket lets in (LARDER_ALLOW_UID).")
  private List<String> allowUid = List.of();

  @Option(
      names = "--allow-gid",
      paramLabel = "N",
      split = ",",
      defaultValue = "${env:LARDER_ALLOW_GID}",
      description = "Groups whose members the Unix socket lets in (LARDER_ALLOW_GID).")
  private List<String> allowGid = List.of();

  @Option(
      names = "--socket-mode",
      paramLabel = "MODE",
      defaultValue = "${env:LARDER_SOCKET_MODE:-0600}",
      converter = SocketModeConverter.class,
      description =
          "0660 shares the root with the group of its folder: socket, published files, results and"
              + " staging (LARDER_SOCKET_MODE; ${DEFAULT-VALUE}).")
  private SocketMode socketMode = SocketMode.USUAL;

  /** Reads {@code --socket-mode}. */
  static final class SocketModeConverter implements ITypeConverter<SocketMode> {
    @Override
    public SocketMode convert(String octal) {
      try {
        return SocketMode.parse(octal);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** What cannot be, for people; null if everything fits. Reads the files that are named. */
  @Nullable String fault() {
    try {
      users(0);
      String fault =
          Stream.of(unixFault(), tlsFault(), openFault())
              .filter(found -> found != null)
              .findFirst()
              .orElse(null);
      if (fault == null) {
        readTokens();
        readTls();
      }
      return fault;
    } catch (IllegalArgumentException | IOException e) {
      return e.getMessage();
    }
  }

  private @Nullable String unixFault() {
    AdmittedUsers users = users(0);
    return socketMode.groupShares() && users.uids().isEmpty() && users.gids().isEmpty()
        ? "--socket-mode "
            + socketMode
            + " lets the root's group reach the socket, and nobody of"
            + " it may connect: add --allow-gid with the group's number, or --allow-uid"
        : null;
  }

  private @Nullable String tlsFault() {
    if ((tlsCert == null) != (tlsKey == null)) {
      return "--tls-cert and --tls-key belong together: give both";
    }
    return tlsClientCa != null && tlsCert == null
        ? "--tls-client-ca needs --tls-cert and --tls-key"
        : null;
  }

  /** Beyond this machine, who asks must be known, and what is said must not be read by others. */
  private @Nullable String openFault() {
    for (ListenAddress address : listen()) {
      String open = "--listen " + address + " can be reached from other machines: ";
      if (!address.isLoopback() && tokens == null) {
        return open
            + "give --tokens FILE ('larder token new' makes a token), or listen on"
            + " 127.0.0.1";
      }
      if (!address.isLoopback() && tlsCert == null && !insecurePlaintext) {
        return open
            + "give --tls-cert and --tls-key, or --insecure-plaintext where a proxy or a"
            + " mesh in front of it encrypts";
      }
    }
    return null;
  }

  /** Where to listen by TCP. */
  List<ListenAddress> listen() {
    return given(listen).map(ListenAddress::parse).toList();
  }

  /** Whether a listener that others reach goes without TLS, as was asked for. */
  boolean isPlaintextAsked() {
    return insecurePlaintext && tlsCert == null;
  }

  /** Further names of this daemon. */
  Set<String> hosts() {
    return Stream.concat(given(allowHost), listen().stream().map(ListenAddress::host))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The tokens file; null where no tokens are asked for. */
  @Nullable Path tokens() {
    return tokens;
  }

  /** The files for TLS; null for plain text. */
  @Nullable TlsFiles tls() {
    return tlsCert == null || tlsKey == null ? null : new TlsFiles(tlsCert, tlsKey, tlsClientCa);
  }

  private void readTokens() throws IOException {
    if (tokens != null) {
      Tokens.read(tokens);
    }
  }

  private void readTls() throws IOException {
    TlsFiles files = tls();
    if (files != null) {
      files.read();
    }
  }

  /**
   * Whom the Unix-domain socket lets in.
   *
   * @param own the daemon's uid
   */
  AdmittedUsers users(long own) {
    return new AdmittedUsers(own, ids("--allow-uid", allowUid), ids("--allow-gid", allowGid));
  }

  /** The groups among them. */
  Set<Long> gids() {
    return ids("--allow-gid", allowGid);
  }

  SocketMode socketMode() {
    return socketMode;
  }

  private static Set<Long> ids(String flag, List<String> texts) {
    return given(texts).map(text -> id(flag, text)).collect(Collectors.toUnmodifiableSet());
  }

  private static long id(String flag, String text) {
    long id = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    if (id < 0 || id > MOST_ID) {
      throw new IllegalArgumentException(
          flag + " is '" + text + "', not a number of a user or group ('id' shows them)");
    }
    return id;
  }

  /** An environment variable that is set and empty gives one empty text. */
  private static Stream<String> given(List<String> texts) {
    return texts.stream().map(String::strip).filter(text -> !text.isEmpty());
  }
}
