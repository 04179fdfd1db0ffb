package dev.larder.server.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Content made of a text, handed out in pieces of a few bytes, and what is in a folder. */
final class Text implements Content {
  private final ByteBuffer left;

  Text(String text) {
    this.left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean read(ByteBuffer target) {
    boolean some = left.hasRemaining();
    while (left.hasRemaining() && target.hasRemaining()) {
      target.put(left.get());
    }
    return some;
  }

  /** Replaces a file by a text. */
  static void write(Path target, @Nullable FileMode mode, String text) throws IOException {
    new AtomicFile(target).replace(mode, new Text(text), ByteBuffer.allocate(7));
  }

  static FileMode modeOf(Path file) throws IOException {
    return new FileMode((int) Files.getAttribute(file, "unix:mode") & FileMode.MASK);
  }
}
