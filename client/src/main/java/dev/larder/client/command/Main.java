package dev.larder.client.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The {@code larder} command. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = run(Shell.ofThisProcess(), arguments);
    if (ClassArchive.isMissing()) {
      ClassArchive.startMaking();
    }
    System.exit(exitCode);
  }

  /**
   * Runs a command in this process.
   *
   * @return its exit code, as every help page lists them
   */
  static int run(Shell shell, String... arguments) {
    int place = CommandTree.placeOfName(arguments);
    String name = place < 0 ? null : arguments[place];
    if (name != null && ServerDoor.leadsTo(name)) {
      return ServerDoor.enter(arguments, place, shell);
    }
    LarderCommand larder = new LarderCommand(shell);
    try {
      int exitCode = execute(name, arguments, larder);
      shell.out().flush();
      return exitCode;
    } catch (Exception | Error e) { // An error too ends in words, not in a stack trace.
      return Failure.of(e).report(e, larder);
    }
  }

  private static int execute(@Nullable String name, String[] arguments, LarderCommand larder)
      throws Exception {
    Callable<Integer> command = QuickLine.read(arguments, larder);
    return command == null ? FullLine.execute(name, arguments, larder) : command.call();
  }
}
