package dev.larder.client.command;

import dev.larder.protocol.WorkspaceKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The fingerprint of everything that a build of the command line's depends on: SHA-256, in
 * hexadecimal, of these parts one after the other.
 *
 * <pre>
 * "larder-key-1\n"
 * "w" NAME                    the workspace's name
 * "k" TEXT                    each --key, in the order given
 * "f" SHA-256 OF CONTENTS     each --key-file, in the order given: 32 bytes
 * "a" ARGUMENT                each argument of the command as typed, {} and {final} in their places
 * </pre>
 *
 * <p>Each letter is followed by the part's length in bytes, in decimal digits, a colon, and its
 * bytes, text in UTF-8: no two different lists of parts give the same bytes. Paths of key files are
 * not part of it, so that the same inputs have the same key in another folder or on another
 * machine.
 */
final class BuildKey {
  private static final String FORM = "larder-key-1\n";
  private static final int BUFFER_BYTES = 64 * 1024;

  private final MessageDigest digest = sha256();

  private BuildKey() {
    digest.update(FORM.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads the key files and makes the key.
   *
   * @throws IOException if a key file cannot be read
   */
  static WorkspaceKey of(
      String workspace, List<String> texts, List<Path> files, List<String> command)
      throws IOException {
    var key = new BuildKey();
    key.add('w', workspace);
    for (String text : texts) {
      key.add('k', text);
    }
    for (Path file : files) {
      key.add('f', digestOf(file));
    }
    for (String argument : command) {
      key.add('a', argument);
    }
    return new WorkspaceKey(HexFormat.of().formatHex(key.digest.digest()));
  }

  private void add(char letter, String text) {
    add(letter, text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(char letter, byte[] part) {
    digest.update(
        (letter + Integer.toString(part.length) + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(part);
  }

  private static byte[] digestOf(Path file) throws IOException {
    MessageDigest contents = sha256();
    var buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        contents.update(buffer, 0, count);
      }
    }
    return contents.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
