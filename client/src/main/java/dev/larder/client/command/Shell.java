package dev.larder.client.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command sees of the shell that started it. One thread uses it.
 *
 * @param out standard output, buffered: bytes for the next program, never a message
 * @param err standard error: messages for a person
 * @param environment the variables that commands read themselves
 * @param terminals which of the three streams are a terminal
 */
record Shell(
    InputStream in,
    OutputStream out,
    PrintStream err,
    Map<String, String> environment,
    Terminals terminals) {

  private static final int BUFFER_BYTES = 64 * 1024;

  /** The shell of this process. */
  static Shell ofThisProcess() {
    Terminals terminals = new ProcessTerminals();
    // System.out would swallow the error of a reader that went away.
    OutputStream out =
        new StandardOutput(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES));
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new Shell(System.in, out, err, System.getenv(), terminals);
  }

  /**
   * Whether text on that stream may have colours: <a href="https://no-color.org">no-color.org</a>.
   */
  boolean hasColours(Terminals.Stream stream) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"))
        && terminals.isTerminal(stream);
  }

  /** Whether a person asked for the stack traces of failures. */
  boolean debugs() {
    return "1".equals(environment.get("LARDER_DEBUG"));
  }
}
