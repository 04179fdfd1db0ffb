package dev.larder.client.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom TLS trusts, and what it shows of itself: PEM files (RFC 7468), read again when they change,
 * since certificates are short-lived. Any thread.
 */
public final class Trust {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");

  /** The kinds of keys that the JDK reads from PKCS #8; which one it is, only trying tells. */
  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");

  private static final char[] NO_PASSWORD = {};

  private final @Nullable Path caCert;
  private final @Nullable Path cert;
  private final @Nullable Path key;

  // Guarded by this.
  private @Nullable SSLContext context;
  private List<FileTime> readAt = List.of();

  /**
   * Nothing is read yet.
   *
   * @param caCert the certificates that sign daemons' certificates; null for the JDK's own
   * @param cert the client's certificate, followed by those that sign it; null for none
   * @param key its private key, PKCS #8 without a password; null exactly if there is no certificate
   */
  public Trust(@Nullable Path caCert, @Nullable Path cert, @Nullable Path key) {
    if ((cert == null) != (key == null)) {
      throw new IllegalArgumentException("A client's certificate and its key belong together");
    }
    this.caCert = caCert;
    this.cert = cert;
    this.key = key;
  }

  /**
   * What the files say now.
   *
   * @throws CredentialsException if one of them is of no use
   */
  synchronized SSLContext context() throws IOException {
    List<FileTime> now = new ArrayList<>();
    for (Path file : Stream.of(caCert, cert, key).filter(Objects::nonNull).toList()) {
      try {
        now.add(Files.getLastModifiedTime(file));
      } catch (IOException e) {
        throw CredentialsException.unreadable(file, e);
      }
    }
    if (context == null || !now.equals(readAt)) {
      context = read();
      readAt = now;
    }
    return context;
  }

  private SSLContext read() throws IOException {
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(caCert == null ? null : storeOf(caCert));
      made.init(
          cert == null || key == null ? null : keysOf(cert, key).getKeyManagers(),
          trusted.getTrustManagers(),
          null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new CredentialsException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static KeyStore storeOf(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry(Integer.toString(store.size()), certificate);
    }
    return store;
  }

  private static KeyManagerFactory keysOf(Path cert, Path key)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    Certificate[] chain = certificates(cert).toArray(Certificate[]::new);
    store.setKeyEntry("client", privateKey(key), NO_PASSWORD, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<Certificate> found;
    try {
      var pem = new ByteArrayInputStream(bytes(file));
      found = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
    } catch (CertificateException e) {
      throw new CredentialsException(file + " holds no certificates in PEM: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new CredentialsException(file + " holds no certificate; it must be PEM", null);
    }
    return found;
  }

  private static byte[] bytes(Path file) throws CredentialsException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw CredentialsException.unreadable(file, e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
    if (!pem.find() || !pem.group(1).isEmpty()) {
      throw new CredentialsException(
          file
              + " holds no private key in PKCS #8 ('BEGIN PRIVATE KEY'); convert it: openssl pkcs8"
              + " -topk8 -nocrypt",
          null);
    }
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(2)));
    InvalidKeySpecException otherKind = null;
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        otherKind = e;
      }
    }
    throw new CredentialsException(
        file + " holds a private key of another kind than " + KEY_KINDS, otherKind);
  }
}
