package dev.larder.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A command line, to be started. Its environment is the test's own, without what Larder and Maven
 * would read there. One thread uses it.
 */
final class Command {
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Path scratch;
  private final List<String> line = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private @Nullable String input;
  private @Nullable Path folder;

  /**
   * A command.
   *
   * @param scratch the folder for what it prints
   */
  Command(Path scratch, List<String> line) {
    this.scratch = scratch;
    this.line.addAll(line);
  }

  /** Sets a variable of its environment. */
  Command with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** What it reads from standard input; by default that is empty. */
  Command input(String text) {
    input = text;
    return this;
  }

  /** The folder in which it runs. */
  Command in(Path place) {
    folder = place;
    return this;
  }

  /**
   * Runs it as a terminal's foreground process group: its leader, and with the usual answer to
   * Ctrl-C, which a shell takes from what it starts in the background.
   */
  Command inForeground() {
    line.addAll(0, List.of("env", "--default-signal=INT", "setsid"));
    return this;
  }

  /** Starts it. */
  Running start() throws IOException {
    int number = STARTED.incrementAndGet();
    Path out = scratch.resolve("out-" + number);
    Path err = scratch.resolve("err-" + number);
    var builder = new ProcessBuilder(line);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.redirectInput(new File("/dev/null"));
    if (input != null) {
      Path in = scratch.resolve("in-" + number);
      Files.writeString(in, input);
      builder.redirectInput(in.toFile());
    }
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LARDER_") || name.startsWith("MAVEN_"));
    builder.environment().putAll(variables);
    return new Running(builder.start(), out, err);
  }

  /** Starts it and waits for its end. */
  Ended run() throws IOException, InterruptedException {
    return start().await();
  }
}
