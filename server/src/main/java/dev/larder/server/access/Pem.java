package dev.larder.server.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM (RFC 7468): certificates, and a private key in PKCS#8 (RFC 5208). */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String[] ALGORITHMS = {"EC", "RSA", "EdDSA"};

  private Pem() {}

  /**
   * All certificates of a file, in their order.
   *
   * @param name the file's, for messages
   * @throws IOException if there is none, or one cannot be read
   */
  static List<X509Certificate> certificates(String name, byte[] text) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(new String(text, ISO_8859_1));
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (block.find()) {
        if (block.group(1).equals(CERTIFICATE)) {
          var der = new ByteArrayInputStream(decode(name, block.group(2)));
          found.add((X509Certificate) factory.generateCertificate(der));
        }
      }
    } catch (CertificateException e) {
      throw new IOException(name + " holds a certificate that cannot be read", e);
    }
    if (found.isEmpty()) {
      throw new IOException(name + " holds no '-----BEGIN CERTIFICATE-----'");
    }
    return List.copyOf(found);
  }

  /**
   * The private key of a file.
   *
   * @throws IOException which says how to convert it, if it is in another form
   */
  static PrivateKey privateKey(String name, byte[] text) throws IOException {
    Matcher block = BLOCK.matcher(new String(text, ISO_8859_1));
    String other = null;
    while (block.find()) {
      if (block.group(1).equals(PKCS8)) {
        return key(name, decode(name, block.group(2)));
      }
      other = block.group(1).endsWith(PKCS8) ? block.group(1) : other;
    }
    throw new IOException(
        other == null
            ? name + " holds no '-----BEGIN PRIVATE KEY-----'"
            : name
                + " holds an '"
                + other
                + "'; it must be PKCS#8 without a password: openssl pkcs8"
                + " -topk8 -nocrypt -in OLD -out NEW");
  }

  private static PrivateKey key(String name, byte[] der) throws IOException {
    GeneralSecurityException last = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw new IOException(name + " holds a key that is none of RSA, EC and EdDSA", last);
  }

  private static byte[] decode(String name, String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException(name + " is not PEM: its Base64 is broken", e);
    }
  }
}
