package dev.larder.client;

import dev.larder.client.http.CredentialsException;
import dev.larder.client.http.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows of itself to a daemon that it reaches by TCP, and by what it knows that
 * daemon; none of it is used on a Unix-domain socket. Immutable; the files are read when they are
 * needed, and again after they changed.
 *
 * @param tokenFile the file with the token, its only line; null for none
 * @param caCert PEM certificates that sign daemons' certificates; null for those that Java trusts
 * @param clientCert the client's own PEM certificate, for mutual TLS; null for none
 * @param clientKey its private key, PEM, PKCS #8 without a password
 */
public record Credentials(
    @Nullable Path tokenFile,
    @Nullable Path caCert,
    @Nullable Path clientCert,
    @Nullable Path clientKey) {
  /** No token, no certificate, and Java's own list of whom to trust. */
  public static final Credentials NONE = new Credentials(null, null, null, null);

  /** The environment variable that names the file with the token. */
  public static final String TOKEN_FILE_VARIABLE = "LARDER_TOKEN_FILE";

  /** The environment variables that name the other files. */
  public static final String CA_CERT_VARIABLE = "LARDER_CACERT";

  public static final String CLIENT_CERT_VARIABLE = "LARDER_CLIENT_CERT";
  public static final String CLIENT_KEY_VARIABLE = "LARDER_CLIENT_KEY";

  /** What a bearer token may be made of, RFC 6750, section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  /**
   * Checks that a certificate comes with its key.
   *
   * @throws IllegalArgumentException if one of the two is missing
   */
  public Credentials {
    if ((clientCert == null) != (clientKey == null)) {
      throw new IllegalArgumentException("a client's certificate and its key belong together");
    }
  }

  static Credentials of(Map<String, String> environment) {
    return new Credentials(
        path(environment, TOKEN_FILE_VARIABLE),
        path(environment, CA_CERT_VARIABLE),
        path(environment, CLIENT_CERT_VARIABLE),
        path(environment, CLIENT_KEY_VARIABLE));
  }

  private static @Nullable Path path(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? null : Path.of(value);
  }

  /** With a token that lies in that file. */
  public Credentials withTokenFile(Path newTokenFile) {
    return new Credentials(newTokenFile, caCert, clientCert, clientKey);
  }

  /** Trusting the daemons whose certificates are signed by those in that PEM file. */
  public Credentials withCaCert(Path newCaCert) {
    return new Credentials(tokenFile, newCaCert, clientCert, clientKey);
  }

  /** With a certificate of the client's own, for mutual TLS; both PEM files. */
  public Credentials withClientCert(Path newClientCert, Path newClientKey) {
    return new Credentials(tokenFile, caCert, newClientCert, newClientKey);
  }

  Trust trust() {
    return new Trust(caCert, clientCert, clientKey);
  }

  /** The header that shows the token (RFC 6750, section 2.1); null without one. */
  @Nullable String authorization() throws CredentialsException {
    if (tokenFile == null) {
      return null;
    }
    try {
      String token = Files.readString(tokenFile, StandardCharsets.UTF_8).strip();
      if (!TOKEN.matcher(token).matches()) {
        throw new CredentialsException(
            tokenFile + " does not hold a token, alone on one line; 'larder token new' makes one",
            null);
      }
      return "Bearer " + token;
    } catch (CredentialsException e) {
      throw e;
    } catch (IOException e) {
      throw CredentialsException.unreadable(tokenFile, e);
    }
  }
}
