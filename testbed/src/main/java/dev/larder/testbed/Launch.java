package dev.larder.testbed;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How a daemon is started. Immutable; each method returns another one. */
public final class Launch {
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Path root;
  private final List<String> before;
  private final List<String> options;
  private final Map<String, String> variables;

  private Launch(
      Path root, List<String> before, List<String> options, Map<String, String> variables) {
    this.root = root;
    this.before = before;
    this.options = options;
    this.variables = variables;
  }

  /** {@code larder serve} on that root; what it says goes into a file beside the root. */
  public static Launch on(Path root) {
    return new Launch(root, List.of(), List.of(), Map.of());
  }

  /** A command in front of it, as {@code strace} or {@code prlimit}, outside of what was there. */
  public Launch under(String... command) {
    var line = new ArrayList<>(List.of(command));
    line.addAll(before);
    return new Launch(root, List.copyOf(line), options, variables);
  }

  /** More options of {@code serve}. */
  public Launch with(String... more) {
    var all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Launch(root, before, List.copyOf(all), variables);
  }

  /** A variable of its environment. */
  public Launch variable(String name, String value) {
    var all = new HashMap<>(variables);
    all.put(name, value);
    return new Launch(root, before, options, Map.copyOf(all));
  }

  /** Options of its Java, as {@code -Xmx256m}. */
  public Launch java(String javaOptions) {
    return variable("LARDER_JAVA_OPTS", javaOptions);
  }

  /** Starts it and does not wait. */
  public Daemon start() throws IOException {
    Path said = root.resolveSibling(root.getFileName() + ".said-" + STARTED.incrementAndGet());
    Files.createDirectories(said.getParent());
    var line = new ArrayList<>(before);
    line.addAll(List.of(Installed.COMMAND.toString(), "serve", "--root", root.toString()));
    line.addAll(options);
    var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LARDER_") || name.startsWith("MAVEN_"));
    builder.environment().putAll(variables);
    return new Daemon(builder.start(), root, said);
  }

  /**
   * Starts it and waits until it answers.
   *
   * @throws IOException if it ends instead; the message has what it said
   */
  public Daemon ready() throws IOException {
    Daemon daemon = start();
    if (!daemon.awaitReady()) {
      throw new IOException("the daemon did not start: " + daemon.said());
    }
    return daemon;
  }
}
