package dev.larder.client.demo;

import dev.larder.client.BuildExitException;
import dev.larder.client.BuildResult;
import dev.larder.client.ClientOptions;
import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import dev.larder.protocol.Messages;
import dev.larder.protocol.WriteAnswer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of the demo: a run of tests that keeps its timings, or a program that needs the
 * expensive result; each without Larder and with it. What is done without it is what careful
 * programs do: write a temporary file, force it to disk, rename it.
 */
final class Worker {
  static final String SAVE = "save";
  static final String MERGE = "merge";
  static final String BUILD = "build";
  static final String REQUEST = "request";

  /** Loads what the others load, for the archive of classes. */
  static final String TRAIN = "train";

  /** The document, the same for all. */
  static final String DOC = "timings";

  /** The result's key; what it depends on does not change during the demo. */
  static final String KEY = "demo";

  private Worker() {}

  /**
   * Runs one of {@code save FILE NUMBER OF RUN_MS}, {@code merge NUMBER OF RUN_MS}, {@code build
   * RESULT LOG}, {@code request LOG}.
   */
  public static void main(String[] arguments) {
    try {
      switch (arguments[0]) {
        case SAVE -> save(Path.of(arguments[1]), Share.of(arguments, 2));
        case MERGE -> merge(Share.of(arguments, 1));
        case BUILD -> build(Path.of(arguments[1]), Path.of(arguments[2]));
        case REQUEST -> request(Path.of(arguments[1]));
        case TRAIN -> train();
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    } catch (Exception e) {
      System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      System.exit(1);
    }
  }

  /** What one run of tests measures, and for how long it runs. */
  private record Share(Map<String, String> entries, long runMs) {
    static Share of(String[] arguments, int at) throws IOException {
      int number = Integer.parseInt(arguments[at]);
      int of = Integer.parseInt(arguments[at + 1]);
      return new Share(Sample.load().share(number, of), Long.parseLong(arguments[at + 2]));
    }

    void run() throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(runMs);
    }
  }

  private static void save(Path file, Share share) throws IOException, InterruptedException {
    Map<String, String> all =
        Files.exists(file)
            ? new LinkedHashMap<>(Entries.read(Files.readAllBytes(file)))
            : new LinkedHashMap<>();
    awaitSignal();
    share.run();
    all.putAll(share.entries());
    Path temporary = temporary(file);
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer json = ByteBuffer.wrap(Entries.write(all).getBytes(StandardCharsets.UTF_8));
      while (json.hasRemaining()) {
        channel.write(json);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void merge(Share share) throws IOException, InterruptedException {
    loadClient();
    try (Larder larder = Larder.open(ClientOptions.defaults())) {
      awaitSignal();
      share.run();
      larder.merge(DOC, Entries.write(share.entries()).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void build(Path result, Path log)
      throws IOException, InterruptedException, BuildExitException {
    ExpensiveResult expensive = ExpensiveResult.onThisMachine();
    awaitSignal();
    if (!Files.exists(result)) {
      Path temporary = temporary(result);
      run(expensive.buildCommand(temporary, log));
      Files.move(temporary, result, StandardCopyOption.ATOMIC_MOVE);
    }
    System.out.println(result);
  }

  private static void request(Path log)
      throws IOException, InterruptedException, BuildExitException, Exception {
    ExpensiveResult expensive = ExpensiveResult.onThisMachine();
    loadClient();
    try (Larder larder = Larder.open(ClientOptions.defaults())) {
      awaitSignal();
      try (BuildResult result =
          larder.<Exception>build(
              expensive.workspace(),
              KEY,
              staging -> run(expensive.buildCommand(staging.content(), log)))) {
        System.out.println(result.path());
      }
    }
  }

  private static void run(List<String> command)
      throws IOException, InterruptedException, BuildExitException {
    int exitCode =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start()
            .waitFor();
    if (exitCode != 0) {
      throw new BuildExitException("the build ended with exit code " + exitCode, exitCode);
    }
  }

  private static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp" + ProcessHandle.current().pid());
  }

  /**
   * Has the client's classes loaded, as in a program that has run for a while: what is measured
   * from the signal on is the work of saving, not that of a virtual machine that has just begun.
   */
  private static void loadClient() {
    Messages.readAnswer(Messages.write(new WriteAnswer(1, 1, 1)), WriteAnswer.class);
    try (Larder larder = Larder.open(ClientOptions.defaults().withAutostart(false))) {
      larder.version();
    } catch (LarderException.Unreachable e) {
      // No daemon runs yet: that is how the part with Larder begins.
    }
  }

  private static void train() throws IOException {
    Entries.write(Share.of(new String[] {"0", "1", "0"}, 0).entries());
    loadClient();
  }

  /** Says that all is ready, and waits; the end of the input is the end of the demo. */
  private static void awaitSignal() throws IOException {
    System.out.println("ready");
    if (System.in.read() < 0) {
      System.exit(1);
    }
  }
}
