package dev.larder.server.publish;

import java.io.IOException;
import java.nio.file.Path;

/** A process that replaces one file, for what can only be seen from outside. */
final class ReplaceOnce {
  private ReplaceOnce() {}

  public static void main(String[] args) throws IOException {
    Text.write(Path.of(args[0]), null, "{}");
  }
}
