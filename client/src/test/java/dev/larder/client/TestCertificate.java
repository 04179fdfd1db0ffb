package dev.larder.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that signs itself, and its key, made by the JDK's keytool; as files and at hand.
 */
final class TestCertificate {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore store;

  /** The certificate, PEM. */
  final Path cert;

  /** The private key, PEM and PKCS #8. */
  final Path key;

  /**
   * @param names subject alternative names, as {@code dns:localhost}
   */
  TestCertificate(Path folder, String name, String algorithm, String names) throws Exception {
    Path file = folder.resolve(name + ".p12");
    keytool(
        "-genkeypair -alias a -keyalg %s -dname CN=%s -ext san=%s -validity 2 -storetype PKCS12"
            .formatted(algorithm, name, names),
        file);
    store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(file)) {
      store.load(bytes, PASSWORD);
    }
    cert =
        pem(folder.resolve(name + ".pem"), "CERTIFICATE", store.getCertificate("a").getEncoded());
    key =
        pem(folder.resolve(name + ".key"), "PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded());
  }

  private static void keytool(String arguments, Path file) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String line = tool + " " + arguments + " -storepass changeit -keystore " + file;
    Process process = new ProcessBuilder(line.split(" ", -1)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  private static Path pem(Path file, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  KeyManager[] shown() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    return keys.getKeyManagers();
  }

  TrustManager[] trusted() throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("a", store.getCertificate("a"));
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(trust);
    return trusted.getTrustManagers();
  }
}
