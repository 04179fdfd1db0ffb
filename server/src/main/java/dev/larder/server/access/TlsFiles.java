package dev.larder.server.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that TLS is made of.
 *
 * @param cert the server's certificate, then those between it and its CA
 * @param key its private key
 * @param clientCa the CAs of the certificates that clients must show; null if they need none
 */
public record TlsFiles(Path cert, Path key, @Nullable Path clientCa) {
  /**
   * Reads them.
   *
   * @throws IOException which names the file, if one cannot be read, is not PEM, or does not fit
   */
  public TlsKeys read() throws IOException {
    List<X509Certificate> chain =
        Pem.certificates(name("--tls-cert", cert), SmallFile.read("--tls-cert", cert));
    TlsKeys keys =
        new TlsKeys(
            Pem.privateKey(name("--tls-key", key), SmallFile.read("--tls-key", key)),
            chain,
            clientCa == null
                ? List.of()
                : Pem.certificates(
                    name("--tls-client-ca", clientCa),
                    SmallFile.read("--tls-client-ca", clientCa)));
    if (!keys.belongTogether()) {
      throw new IOException("--tls-key: '" + key + "' is not the key of '" + cert + "'");
    }
    return keys;
  }

  /** All of them. */
  public List<Path> all() {
    return Stream.of(cert, key, clientCa).filter(file -> file != null).toList();
  }

  private static String name(String flag, Path file) {
    return flag + ": '" + file + "'";
  }
}
