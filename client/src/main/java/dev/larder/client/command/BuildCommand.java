package dev.larder.client.command;

import dev.larder.client.BuildFunction;
import dev.larder.client.BuildOptions;
import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder build}. */
@Command(
    name = "build",
    header = "Print the path of a build's result; build it if nobody has.",
    customSynopsis = {
      "larder build [OPTIONS] NAME [--key TEXT]... [--key-file FILE]...",
      "                    -- COMMAND..."
    },
    description = {
      "Of all who ask for the same result at once, one runs the command and the others wait. The"
          + " result's path is the only thing on standard output.",
      "",
      "In the command, {} stands for the path to write the result to, a file or a folder, and"
          + " {final} for where it will lie then. The command runs in a session of its own, with"
          + " an empty standard input; what it prints goes to standard error. LARDER_LEASE in its"
          + " environment names the lease to builds within it. When it ends, or its lease is lost, or"
          + " this command ends, all that is left of its process group is ended too: by TERM, and"
          + " 5 s later by KILL.",
      "",
      "Those who wait are shown the last line that it prints, or, if it writes any, the last line of"
          + " the file LARDER_PROGRESS, which is open for it as descriptor LARDER_PROGRESS_FD;"
          + " '40%% of it' tells that much is done. If it fails, they get its exit code and last"
          + " lines. docs/builds.md tells the whole of it.",
      "",
      "The key is the SHA-256 of NAME, the texts, the files' contents, and the command as typed:"
          + " name everything else that the result depends on by --key or --key-file. A command"
          + " that fails gives its exit code: 127 if it was not found, 128 and the signal's number"
          + " if a signal ended it."
    },
    footer = {
      "  larder build gap --key 4.12 -- sh -c 'echo \"SaveWorkspace(\\\"{}\\\");\" | gap -q'",
      "  larder build wheels --key-file requirements.txt --",
      "    pip wheel -r requirements.txt -w {}",
      "  gap -L \"$(larder build gap --key 4.12 -- make-workspace {})\"",
      "  larder build gap --key 4.13 --deadline 10m --stale -- make-workspace {}"
    })
final class BuildCommand implements Callable<Integer> {
  private static final Duration DAY = Duration.ofDays(1);

  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "NAME", description = "The workspace's name.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, after --.")
  private List<String> command = List.of();

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = "Something that the result depends on, such as a version.")
  private List<String> keys = List.of();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "A file on whose contents the result depends.")
  private List<Path> keyFiles = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description = {
        "Put a copy of the result there, in place of what is",
        "there. Needed where the daemon is reached by TCP."
      })
  private @Nullable Path output;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = {
        "Longest time for the command, such as 10m: then it",
        "is ended, and the next who waits may build."
      })
  private @Nullable Duration deadline;

  @Option(
      names = "--retry-after",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = {
        "If the command fails: tell all who ask for so long,",
        "instead of running it again. At most 24h."
      })
  private @Nullable Duration retryAfter;

  @Option(
      names = "--stale",
      description = {
        "While another one builds it, take the newest result",
        "of the workspace that is ready, if there is one."
      })
  private boolean stale;

  BuildCommand(LarderCommand larder) {
    this.larder = larder;
  }

  BuildCommand(
      LarderCommand larder,
      String name,
      List<String> keys,
      List<Path> keyFiles,
      List<String> command) {
    this(larder);
    this.name = name;
    this.keys = keys;
    this.keyFiles = keyFiles;
    this.command = command;
  }

  @Override
  public Integer call() throws Exception {
    check();
    WorkspaceName workspace = WorkspaceName.parse(name);
    var id = new WorkspaceId(workspace, BuildKey.of(name, keys, keyFiles, command));
    try (Larder client = larder.open();
        var waitingLine = new WaitingLine(id, larder.shell());
        var run = new BuildRun(command, client, larder.shell().err())) {
      BuildOptions options = options().withOnWaiting(waitingLine::show);
      BuildFunction<Exception> builder =
          staging -> {
            waitingLine.erase();
            run.build(staging);
          };
      try (BuildResult result = client.build(name, id.key().value(), options, builder)) {
        waitingLine.erase();
        print(result, id);
      }
    }
    return ExitCode.DONE;
  }

  private BuildOptions options() {
    BuildOptions options = BuildOptions.defaults().withWaitMs(waitMs());
    if (output != null) {
      options = options.withOutput(output);
    }
    if (deadline != null) {
      options = options.withDeadlineMs(deadline.toMillis());
    }
    if (retryAfter != null) {
      options = options.withRetryAfterMs(retryAfter.toMillis());
    }
    return stale ? options.withStale() : options;
  }

  private void check() {
    if (deadline != null && deadline.toMillis() > BuildRequest.MOST_DEADLINE_MS) {
      throw new UsageException("--deadline is at most 30 days");
    }
    if (retryAfter != null && (retryAfter.compareTo(DAY) > 0 || retryAfter.toSeconds() == 0)) {
      throw new UsageException("--retry-after is 1s to 24h");
    }
    if (!Placeholders.nameContent(command)) {
      throw new UsageException(
          "the command holds no {}, so it is not told where to write its result");
    }
    if (output == null && larder.usesTcp()) {
      throw new UsageException("a result that comes by TCP needs a place: --output PATH");
    }
    boolean isLossy =
        Stream.of(List.of(name), keys, command)
            .flatMap(List::stream)
            .anyMatch(text -> text.indexOf('\uFFFD') >= 0);
    if (isLossy) {
      // Java reads the arguments in the locale's encoding and puts U+FFFD for what does not fit:
      // two different commands would have one key.
      throw new UsageException(
          "an argument is not text in the locale's encoding; set LC_ALL=C.UTF-8, or put it in a"
              + " file and name that by --key-file");
    }
  }

  private long waitMs() {
    Duration timeout = larder.timeout();
    return timeout == null ? BuildOptions.NO_LIMIT : timeout.toMillis();
  }

  private void print(BuildResult result, WorkspaceId id) throws IOException {
    Output output = larder.output();
    if (!output.asJson()) {
      output.line(result.path().toString());
      return;
    }
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("path", result.path().toString());
    message.put("digest", result.digest());
    message.put("bytes", result.bytes());
    message.put("cached", result.cached());
    message.put("built", result.built());
    message.put("stale", result.stale());
    message.put("key", id.key().value());
    output.json(message);
  }
}
