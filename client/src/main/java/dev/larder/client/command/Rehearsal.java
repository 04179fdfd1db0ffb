package dev.larder.client.command;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands that scripts use most, one after the other in one process, so that the class
 * archive that is made meanwhile ({@code lib/class-archive}) holds what they need. Prints nothing.
 */
final class Rehearsal {
  private static final List<String> COMMANDS =
      List.of(
          "merge rehearsal",
          "get rehearsal",
          "get rehearsal /a.py/walltime",
          "build rehearsal --key 1 -- cp /dev/null {}",
          "build rehearsal --key 1 -- cp /dev/null {}",
          "get missing",
          "ls",
          "status --json",
          "build --help");

  private Rehearsal() {}

  /** Takes the root of a running daemon whose content does not matter. */
  public static void main(String[] arguments) {
    for (String command : COMMANDS) {
      Main.run(shell(), (command.replaceFirst(" ", " --root " + arguments[0] + " ")).split(" "));
    }
  }

  private static Shell shell() {
    return new Shell(
        new ByteArrayInputStream(
            "{\"a.py\": {\"walltime\": 1.5}}".getBytes(StandardCharsets.UTF_8)),
        OutputStream.nullOutputStream(),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        Map.of(),
        new ProcessTerminals());
  }
}
