package dev.larder.client.demo;

import dev.larder.client.ClientOptions;
import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shows what is lost without Larder and kept with it, by real processes on real data. Every number
 * is counted from files: entries in the shared file, and lines that the builds themselves wrote
 * when they began.
 */
public final class Demo {
  private static final int WRITERS = 16;
  private static final int REQUESTS = 10;

  /** How long a writer's tests run, and by how much longer each next one's: they end apart. */
  private static final long RUN_MS = 200;

  private static final long RUN_STEP_MS = 20;

  private final Consumer<String> say;
  private final DemoFolder folder;
  private final String launcher;
  private final Sample sample = Sample.load();
  private final ExpensiveResult expensive = ExpensiveResult.onThisMachine();
  private final List<String> problems = new ArrayList<>();

  private Demo(Consumer<String> say, DemoFolder folder, String launcher) throws IOException {
    this.say = say;
    this.folder = folder;
    this.launcher = launcher;
  }

  /**
   * Runs the demo in a temporary folder, and cleans up whatever happens.
   *
   * @param say gets a line for a person at each step
   * @param mainClass the class of the {@code larder} command, to start a daemon from this class
   *     path where no launcher is named
   * @throws IOException if the part without Larder could not be run
   */
  public static DemoResult run(Consumer<String> say, String mainClass)
      throws IOException, InterruptedException {
    try (DemoFolder folder = DemoFolder.create()) {
      return new Demo(say, folder, launcher(folder, mainClass)).run();
    }
  }

  private DemoResult run() throws IOException, InterruptedException {
    WorkerMachine.makeArchive(folder);
    say.accept("Without Larder:");
    DemoResult.Part without = without();
    say.accept("With Larder, no daemon running at first:");
    DemoResult.Part with = with();
    say.accept("");
    return new DemoResult(
        sample.size(), REQUESTS, expensive.name(), without, with, List.copyOf(problems));
  }

  private DemoResult.Part without() throws IOException, InterruptedException {
    sayWriters("load one timings file, run, change it, and rename theirs over it");
    Crew.Outcome writers =
        crew(WRITERS, number -> writer(number, Worker.SAVE, folder.sharedFile().toString()));
    int kept = sample.keptIn(folder.sharedFile());
    say.accept("    %d of %d entries are kept".formatted(kept, sample.size()));

    sayRequests("look for it, and build it where it is not there");
    Crew.Outcome builders =
        crew(
            REQUESTS,
            number ->
                List.of(
                    Worker.BUILD,
                    folder.sharedResult().toString(),
                    folder.buildsWithout().toString()));
    int builds = lines(folder.buildsWithout());
    say.accept("    %d of them built it".formatted(builds));
    failIfAny(writers, builders);
    return new DemoResult.Part(kept, builds, writers.ms(), builders.ms());
  }

  private DemoResult.Part with() throws IOException, InterruptedException {
    sayWriters("run and merge their entries; the first of them starts the daemon");
    Crew.Outcome writers = crew(WRITERS, number -> writer(number, Worker.MERGE));
    note(writers);
    sayRequests("ask the daemon for it");
    Crew.Outcome builders =
        crew(REQUESTS, number -> List.of(Worker.REQUEST, folder.buildsWith().toString()));
    note(builders);
    checkResult(builders.answers());
    stop();
    int kept = sample.keptIn(folder.published(Worker.DOC));
    int builds = lines(folder.buildsWith());
    say.accept("    %d of %d entries are kept".formatted(kept, sample.size()));
    say.accept("    %d of them built it".formatted(builds));
    return new DemoResult.Part(kept, builds, writers.ms(), builders.ms());
  }

  private Crew.Outcome crew(int size, java.util.function.IntFunction<List<String>> arguments)
      throws IOException, InterruptedException {
    try (Crew crew = Crew.start(folder, launcher, size, arguments)) {
      return crew.go();
    }
  }

  private static List<String> writer(int number, String... command) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.add(Integer.toString(number));
    arguments.add(Integer.toString(WRITERS));
    arguments.add(Long.toString(RUN_MS + number * RUN_STEP_MS));
    return arguments;
  }

  private void checkResult(List<String> paths) throws IOException, InterruptedException {
    var different = new HashSet<>(paths);
    if (different.size() > 1) {
      problems.add("the requests were given " + different.size() + " different paths");
    }
    for (String path : different) {
      if (!expensive.isUsable(Path.of(path), folder)) {
        problems.add("the result at " + path + " cannot be used");
      }
    }
  }

  /** A clean stop publishes everything, so what is counted behind it is what readers find. */
  private void stop() {
    ClientOptions options = ClientOptions.defaults().withRoot(folder.root()).withAutostart(false);
    try (Larder larder = Larder.open(options)) {
      if (!larder.stop()) {
        problems.add("no daemon ran in the end");
      }
    } catch (LarderException e) {
      problems.add("the daemon did not stop: " + e.getMessage());
    }
  }

  private void note(Crew.Outcome outcome) {
    if (!outcome.problems().isEmpty()) {
      problems.add(outcome.problems().size() + " processes failed: " + outcome.problems().get(0));
    }
  }

  private static void failIfAny(Crew.Outcome... outcomes) throws IOException {
    for (Crew.Outcome outcome : outcomes) {
      if (!outcome.problems().isEmpty()) {
        throw new IOException(
            "the part without Larder could not be run: " + outcome.problems().get(0));
      }
    }
  }

  private void sayWriters(String what) {
    say.accept("  %d processes %s".formatted(WRITERS, what));
  }

  private void sayRequests(String what) {
    say.accept("  %d processes need %s: they %s".formatted(REQUESTS, expensive.name(), what));
  }

  private static int lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file).size();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** The launcher that is named, or a script that runs this class path. */
  private static String launcher(DemoFolder folder, String mainClass) throws IOException {
    String named = ClientOptions.defaults().launcher();
    if (named.contains("/")) {
      return named;
    }
    // A larder that merely lies on the PATH may be another release than this one.
    Path script = folder.path().resolve("larder");
    String text =
        "#!/bin/sh\nexec %s -Xshare:auto -XX:TieredStopAtLevel=1 -cp %s %s \"$@\"\n"
            .formatted(
                quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                quoted(System.getProperty("java.class.path")),
                mainClass);
    Files.createFile(
        script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(script, text);
    return script.toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
