package dev.larder.client.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code larder} command. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(Shell.ofThisProcess(), arguments));
  }

  /**
   * Runs a command in this process.
   *
   * @return its exit code, as every help page lists them
   */
  public static int run(Shell shell, String... arguments) {
    int place = CommandTree.placeOfName(arguments);
    String name = place < 0 ? null : arguments[place];
    if (name != null && ServerDoor.leadsTo(name)) {
      return ServerDoor.enter(arguments, place, shell);
    }
    LarderCommand larder = new LarderCommand(shell);
    int exitCode = commandLine(name, larder).execute(arguments);
    try {
      shell.out().flush();
      return exitCode;
    } catch (IOException e) {
      return reported(e, larder);
    }
  }

  private static CommandLine commandLine(@Nullable String name, LarderCommand larder) {
    Shell shell = larder.shell();
    Ansi ansi = shell.hasColours(Terminals.Stream.OUT) ? Ansi.ON : Ansi.OFF;
    return CommandTree.of(name, larder)
        // Names and arguments of builds may hold @; none of them is a file of arguments.
        .setExpandAtFiles(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setOut(new PrintWriter(shell.out(), false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((e, arguments) -> wrongUsage(e, shell))
        .setExecutionExceptionHandler((e, line, parsed) -> failed(e, line, larder));
  }

  private static int wrongUsage(ParameterException e, Shell shell) {
    shell.err().println("larder: " + words(e));
    hint(e.getCommandLine(), shell);
    return ExitCode.USAGE;
  }

  private static String words(ParameterException e) {
    boolean isOurs = e.getCommandLine().getParent() == null;
    if (isOurs
        && e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      return "there is no command '" + unmatched.getUnmatched().get(0) + "'";
    }
    String message = e.getMessage();
    return message == null ? "wrong usage" : message;
  }

  private static int failed(Exception e, CommandLine line, LarderCommand larder) {
    if (e instanceof ParameterException wrong) {
      return wrongUsage(wrong, larder.shell());
    }
    int exitCode = reported(e, larder);
    if (exitCode == ExitCode.USAGE && e instanceof UsageException) {
      hint(line, larder.shell());
    }
    return exitCode;
  }

  private static int reported(Exception e, LarderCommand larder) {
    if (larder.shell().debugs()) {
      e.printStackTrace(larder.shell().err());
    }
    return Failure.of(e).report(larder.shell(), larder.asJson());
  }

  private static void hint(CommandLine line, Shell shell) {
    String command = line.getCommandSpec().qualifiedName();
    shell.err().println("Try '" + command + " --help'.");
  }
}
