package dev.larder.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A certificate that signs itself, its key, and two tokens, as files that a daemon reads.
 *
 * @param folder where they lie: {@code cert.pem}, {@code key.pem}, {@code tokens}, {@code ro},
 *     {@code rw}
 */
record Keys(Path folder) {
  private static final String PASSWORD = "only-for-this-test";
  private static final String ALIAS = "larder";

  /** Makes them; the certificate is for that name. */
  static Keys make(Path folder, String name) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    Path store = folder.resolve("store.p12");
    Tool.run(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=dns:" + name,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toAbsolutePath().toString(),
            "-storepass",
            PASSWORD)
        .well();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stored = Files.newInputStream(store)) {
      keys.load(stored, PASSWORD.toCharArray());
    }
    Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
    write(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    write(folder.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
    Files.writeString(folder.resolve("tokens"), token(folder, "ro") + token(folder, "rw"));
    return new Keys(folder);
  }

  /** Writes a token into a file of its own; returns its line of the daemon's file. */
  private static String token(Path folder, String scope)
      throws IOException, GeneralSecurityException {
    String token = scope + "-for-this-test-0123456789abcdefghijklmnop";
    Files.writeString(folder.resolve(scope), token + "\n");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    return scope + "-user " + scope + " sha256:" + HexFormat.of().formatHex(digest) + "\n";
  }

  private static void write(Path file, String what, byte[] bytes) throws IOException {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
  }
}
