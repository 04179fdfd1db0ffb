package dev.larder.client.command;

import dev.larder.protocol.Messages;
import dev.larder.protocol.WriteAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what a command answers to standard output, as UTF-8. One thread uses it. */
final class Output {
  private final Shell shell;
  private final boolean asJson;

  Output(Shell shell, boolean asJson) {
    this.shell = shell;
    this.asJson = asJson;
  }

  /** Whether {@link #json} is to be used instead of {@link #line}. */
  boolean asJson() {
    return asJson;
  }

  void line(String line) throws IOException {
    shell.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void lines(Iterable<String> lines) throws IOException {
    for (String line : lines) {
      line(line);
    }
  }

  /** A message record, or a map of them, on one line. */
  void json(Object message) throws IOException {
    shell.out().write(Messages.write(message));
    shell.out().write('\n');
  }

  /** The answer to a write, which only programs want to see; returns {@link ExitCode#DONE}. */
  int written(WriteAnswer answer) throws IOException {
    if (asJson) {
      json(answer);
    }
    return ExitCode.DONE;
  }

  /** The stream itself, for bytes as they were served. */
  OutputStream bytes() {
    return shell.out();
  }

  /** An end of line where a person's prompt would else stand behind the bytes. */
  void endOfBytes() throws IOException {
    if (shell.terminals().isTerminal(Terminals.Stream.OUT)) {
      shell.out().write('\n');
    }
  }
}
