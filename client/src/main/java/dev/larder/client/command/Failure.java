package dev.larder.client.command;

import dev.larder.client.BuildExitException;
import dev.larder.client.LarderException;
import dev.larder.protocol.Messages;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a command's exception ends: the exit code, and the words.
 *
 * @param exitCode one of {@link ExitCode}, or a build command's own
 * @param sentence for a person; null where nothing is said
 * @param json the same for a program, a problem as RFC 9457 has it
 */
record Failure(int exitCode, @Nullable String sentence, Object json) {
  /** What the types of problems start with that no daemon answered. */
  static final String TYPE_PREFIX = "urn:larder:client:";

  static Failure of(Throwable thrown) {
    if (thrown instanceof LarderException e) {
      return of(e);
    }
    if (thrown instanceof RefusedException e) {
      return of(ProblemDetails.of(e.problem()));
    }
    if (thrown instanceof UsageException e) {
      return local(ExitCode.USAGE, "usage", "Wrong usage", e.getMessage() + "; see --help");
    }
    if (thrown instanceof BuildExitException e) {
      return local(e.exitCode(), "build-failed", "The build failed", e.getMessage());
    }
    if (thrown instanceof UncheckedIOException e && e.getCause() != null) {
      return of(e.getCause());
    }
    if (thrown instanceof StandardOutput.Failed e && e.readerIsGone()) {
      return new Failure(ExitCode.OUTPUT_CLOSED, null, "");
    }
    if (thrown instanceof IOException e) {
      return local(ExitCode.FAILED, "input-output", "Reading or writing failed", words(e));
    }
    return local(
        ExitCode.FAILED,
        "bug",
        "Larder has a bug",
        "a bug: " + thrown + "; run again with LARDER_DEBUG=1 and report what is printed then");
  }

  private static Failure of(LarderException thrown) {
    if (thrown instanceof LarderException.Refused e) {
      return of(e.problem());
    }
    if (thrown instanceof LarderException.BuildFailed e) {
      Failure failure = of(e.problem());
      return new Failure(
          failure.exitCode(), failure.sentence() + lastLines(e.problem()), e.problem());
    }
    String message = thrown.getMessage();
    if (thrown instanceof LarderException.Unreachable) {
      return local(ExitCode.UNREACHABLE, "unreachable", "No daemon was reached", message);
    }
    if (thrown instanceof LarderException.TimedOut) {
      return local(ExitCode.TIMED_OUT, "timed-out", "The time was up", message);
    }
    if (thrown instanceof LarderException.WrongProtocol) {
      return local(ExitCode.FAILED, "wrong-protocol", "Another protocol is spoken", message);
    }
    return local(ExitCode.FAILED, "failed", "The request failed", message);
  }

  /** What the failed command printed, without what could harm a terminal. */
  private static String lastLines(ProblemDetails problem) {
    return problem.members().get("output") instanceof String output && !output.isBlank()
        ? output
            .lines()
            .map(line -> "\n| " + line.replaceAll("\\p{Cntrl}", " "))
            .collect(Collectors.joining("", " Its last lines:", ""))
        : "";
  }

  private static Failure of(ProblemDetails problem) {
    int exitCode = problem.is(ProblemKind.NOT_FOUND) ? ExitCode.NOT_FOUND : ExitCode.FAILED;
    return new Failure(exitCode, problem.sentence(), problem);
  }

  private static Failure local(int exitCode, String type, String title, @Nullable String message) {
    String sentence = message == null ? title : message;
    var members = new LinkedHashMap<String, Object>();
    members.put("type", TYPE_PREFIX + type);
    members.put("title", title);
    members.put("detail", sentence);
    return new Failure(exitCode, sentence, members);
  }

  private static String words(IOException e) {
    if (e instanceof FileSystemException file && file.getFile() != null) {
      String why =
          e instanceof NoSuchFileException
              ? "there is no such file"
              : e instanceof AccessDeniedException ? "access is denied" : file.getReason();
      return file.getFile() + ": " + (why == null ? "it cannot be read" : why);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** Prints the words, and returns the exit code. */
  int report(Throwable thrown, LarderCommand larder) {
    Shell shell = larder.shell();
    if (shell.debugs()) {
      thrown.printStackTrace(shell.err());
    }
    if (sentence != null) {
      shell
          .err()
          .println(
              larder.asJson()
                  ? new String(Messages.write(json), StandardCharsets.UTF_8)
                  : "larder: " + sentence);
    }
    return exitCode;
  }
}
