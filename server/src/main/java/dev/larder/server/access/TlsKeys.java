package dev.larder.server.access;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What the files of TLS hold.
 *
 * @param chain the server's certificate first
 * @param clientCas empty if clients need no certificate
 */
public record TlsKeys(
    PrivateKey key, List<X509Certificate> chain, List<X509Certificate> clientCas) {
  private static final byte[] SAMPLE = {'l', 'a', 'r', 'd', 'e', 'r'};

  /** Whether what the key signs is what the certificate verifies. */
  boolean belongTogether() {
    try {
      Signature signature = Signature.getInstance(algorithm(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(chain.get(0).getPublicKey());
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // keys of different kinds
    }
  }

  /** From when on clients refuse the server's certificate. */
  public Instant expires() {
    return chain.get(0).getNotAfter().toInstant();
  }

  private static String algorithm(String key) {
    return switch (key) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key; // EdDSA: the signature has its key's name
    };
  }
}
