package dev.larder.prove.lease;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.testbed.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A result's content: it begins with the fence of its builder and a blank.
 *
 * @param digest as the daemon names it; null where there is no content
 */
record Content(long fence, @Nullable String digest) {
  private static final Content NONE = new Content(0, null);

  /** What that builder writes. */
  static byte[] of(long fence, String client, int padding) {
    return (fence + " " + client + " " + ".".repeat(padding) + "\n").getBytes(UTF_8);
  }

  /** What lies there. */
  static Content at(Path path) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      return NONE; // forgotten in the meantime; the judge knows whether it may be
    }
    String text = new String(bytes, UTF_8);
    String first = text.substring(0, Math.max(0, text.indexOf(' ')));
    return new Content(
        first.matches("[0-9]{1,18}") ? Long.parseLong(first) : -1, "sha256:" + Sha256.of(bytes));
  }
}
