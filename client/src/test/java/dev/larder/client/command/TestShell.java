package dev.larder.client.command;

import dev.larder.client.command.Terminals.Stream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** A shell whose streams a test sees. */
final class TestShell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Shell shell;

  private TestShell(String input, Map<String, String> environment, Set<Stream> terminals) {
    shell = with(input, out, environment, terminals);
  }

  static TestShell piped() {
    return new TestShell("", Map.of(), Set.of());
  }

  static TestShell onTerminals(Map<String, String> environment, Stream... terminals) {
    return new TestShell("", environment, Set.of(terminals));
  }

  static TestShell withInput(String input) {
    return new TestShell(input, Map.of(), Set.of());
  }

  private Shell with(
      String input, OutputStream to, Map<String, String> environment, Set<Stream> terminals) {
    return new Shell(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new StandardOutput(to),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        terminals::contains);
  }

  /** The same, with that standard output. */
  Shell writingTo(OutputStream to) {
    return with("", to, Map.of(), Set.of());
  }

  Shell shell() {
    return shell;
  }

  int run(String... arguments) {
    return Main.run(shell, arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
