package dev.larder.client.command;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands that scripts use most, one after the other in one process, so that the class
 * archive that is made meanwhile ({@code lib/class-archive}) holds what they need. Prints nothing.
 */
final class Rehearsal {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("merge", "rehearsal"),
          List.of("get", "rehearsal"),
          List.of("get", "rehearsal", "/a.py/walltime"),
          List.of("build", "rehearsal", "--key", "1", "--", "cp", "/dev/null", "{}"),
          List.of("build", "rehearsal", "--key", "1", "--", "cp", "/dev/null", "{}"),
          List.of("get", "missing"),
          List.of("ls"),
          List.of("status", "--json"),
          List.of("build", "--help"));

  private Rehearsal() {}

  /** Takes the root of a running daemon whose content does not matter. */
  public static void main(String[] arguments) {
    for (List<String> command : COMMANDS) {
      var line = new ArrayList<>(List.of("--root", arguments[0]));
      line.addAll(command);
      Main.run(shell(), line.toArray(new String[0]));
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
