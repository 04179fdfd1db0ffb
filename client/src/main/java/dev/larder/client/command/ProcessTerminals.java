package dev.larder.client.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks the operating system which of this process's streams are a terminal. {@code
 * System.console()} does not: it speaks of input and output together, and never of standard error.
 */
final class ProcessTerminals implements Terminals {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @Override
  public boolean isTerminal(Stream stream) {
    Path link = DESCRIPTORS.resolve(Integer.toString(stream.descriptor()));
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      // No such folder outside Linux, or the descriptor is closed: test(1) tells both apart.
      return testSays(stream);
    }
  }

  private static boolean testSays(Stream stream) {
    try {
      return new ProcessBuilder("sh", "-c", "test -t " + stream.descriptor())
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // Without a shell nobody sits before a terminal.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
