package dev.larder.server.workspaces;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/**
 * A path's bytes as the file system has them. {@link Path#toString} decodes them by the locale that
 * the daemon was started in, and loses what does not fit (under {@code LANG=C}, every accent); a
 * digest must not depend on that. The JDK shows the bytes in one place only: percent-encoded, in
 * the path's URI (RFC 8089).
 */
final class RawName {
  private static final Path TOP = Path.of("/");

  private RawName() {}

  /** The bytes of a path's last name. */
  static byte[] ofFile(Path path) {
    String uri = withoutSlashes(path.toUri().getRawPath());
    return decode(uri.substring(uri.lastIndexOf('/') + 1));
  }

  /** The bytes of a symbolic link's target, absolute or relative. */
  static byte[] ofTarget(Path target) {
    // The URI ends in a slash where a folder happens to lie, so the text has to say what is true.
    String text = target.toString();
    String slashes = text.substring(withoutSlashes(text).length());
    String uri = withoutSlashes(TOP.resolve(target).toUri().getRawPath()) + slashes;
    return decode(target.isAbsolute() ? uri : uri.substring(1));
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static byte[] decode(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
