package dev.larder.server.http;

import dev.larder.server.access.TlsFiles;
import dev.larder.server.access.TlsKeys;
import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A CA of a test's own, made by openssl in its folder. */
final class Authority {
  private static final char[] NO_PASSWORD = {};

  private final Path folder;
  private final String name;

  private Authority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  static Authority in(Path folder, String name) throws Exception {
    Needs.thatHolds(isOpensslThere(), "the command openssl");
    Authority made = new Authority(folder, name);
    made.openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout",
        name + ".key",
        "-out",
        name + ".pem",
        "-subj",
        "/CN=" + name);
    return made;
  }

  private static boolean isOpensslThere() throws InterruptedException {
    try {
      return Shell.tryRun("openssl", "version").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The CA's own certificate. */
  Path certificate() {
    return folder.resolve(name + ".pem");
  }

  /**
   * A certificate for this machine, with its key; clients of it need one of this CA too.
   *
   * @param days how long it is good from now on; negative for one that has expired
   */
  TlsFiles issue(String subject, int days) throws Exception {
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout",
        subject + ".key",
        "-out",
        subject + ".csr",
        "-subj",
        "/CN=" + subject);
    Files.writeString(folder.resolve("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1");
    openssl(
        "x509 -req -CAcreateserial -extfile names -days " + days + " -in",
        subject + ".csr",
        "-CA",
        name + ".pem",
        "-CAkey",
        name + ".key",
        "-out",
        subject + ".pem");
    return new TlsFiles(
        folder.resolve(subject + ".pem"), folder.resolve(subject + ".key"), certificate());
  }

  private void openssl(String start, String... rest) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "cd '" + folder + "' && openssl " + start + " \"$@\"", "sh"));
    command.addAll(List.of(rest));
    Shell.run(command.toArray(new String[0]));
  }

  /**
   * Sockets of a client that trusts this CA.
   *
   * @param own the client's certificate; null for none
   */
  SSLSocketFactory client(@Nullable TlsFiles own) throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    trusted.setCertificateEntry("ca", authority());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore mine = empty();
    if (own != null) {
      TlsKeys read = own.read();
      mine.setKeyEntry("own", read.key(), NO_PASSWORD, read.chain().toArray(new Certificate[0]));
    }
    keys.init(mine, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private X509Certificate authority() throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
