package dev.larder.client;

import dev.larder.protocol.IdempotencyKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Keys that nobody has made before, and that nobody makes again. Any thread. */
final class RandomKey {
  private static final int BYTES = 16;

  /**
   * random(4). Java's own SecureRandom reads it too, and takes a tenth of a second before the first
   * byte: longer than all else that a command does.
   */
  private static final Path URANDOM = Path.of("/dev/urandom");

  private RandomKey() {}

  static IdempotencyKey make() {
    return new IdempotencyKey(HexFormat.of().formatHex(bytes()));
  }

  private static byte[] bytes() {
    try (InputStream random = Files.newInputStream(URANDOM)) {
      byte[] bytes = random.readNBytes(BYTES);
      if (bytes.length == BYTES) {
        return bytes;
      }
    } catch (IOException e) {
      // A system without it.
    }
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
