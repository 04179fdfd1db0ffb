package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A token, as its bearer knows it. */
record Secret(String name, String token) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static Secret of(String name) {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return new Secret(name, HexFormat.of().formatHex(bytes));
  }

  /** Its line in the tokens file; the fields are the scope, and perhaps a prefix. */
  String line(String fields) {
    return name + " " + fields + " sha256:" + sha256() + "\n";
  }

  private String sha256() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  String header() {
    return "Authorization: Bearer " + token;
  }

  /** A tokens file with one token that nobody knows. */
  static Path file(String name, String fields) throws IOException {
    Path file = Files.createTempFile("larder", ".tokens");
    file.toFile().deleteOnExit();
    return Files.writeString(file, of(name).line(fields));
  }
}
