package dev.larder.client.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Understands every command line, by picocli, and says what is wrong with it. */
final class FullLine {
  private FullLine() {}

  /**
   * Runs the command, or prints its help.
   *
   * @param name the command's name; null where none was found
   * @throws Exception what the command threw
   */
  static int execute(@Nullable String name, String[] arguments, LarderCommand larder)
      throws Exception {
    var thrown = new Exception[1];
    int exitCode =
        commandLine(name, larder)
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  thrown[0] = e;
                  return ExitCode.FAILED;
                })
            .execute(arguments);
    if (thrown[0] != null) {
      throw thrown[0];
    }
    return exitCode;
  }

  static CommandLine commandLine(@Nullable String name, LarderCommand larder) {
    Shell shell = larder.shell();
    Ansi ansi = shell.hasColours(Terminals.Stream.OUT) ? Ansi.ON : Ansi.OFF;
    return CommandTree.of(name, larder)
        // Names and arguments of builds may hold @; none of them is a file of arguments.
        .setExpandAtFiles(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setOut(new PrintWriter(shell.out(), false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((e, arguments) -> wrongUsage(e, shell));
  }

  private static int wrongUsage(ParameterException e, Shell shell) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    shell.err().println("larder: " + words(e));
    shell.err().println("Try '" + command + " --help'.");
    return ExitCode.USAGE;
  }

  private static String words(ParameterException e) {
    boolean isOurs = e.getCommandLine().getParent() == null;
    if (isOurs && e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (!first.startsWith("-")) {
        return "there is no command '" + first + "'";
      }
    }
    String message = e.getMessage();
    return message == null ? "wrong usage" : message;
  }
}
