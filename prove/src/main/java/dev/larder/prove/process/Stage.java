package dev.larder.prove.process;

import dev.larder.prove.Finding;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.prove.check.History;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds hand on: the root, and what was seen of its documents but not yet judged. The
 * part's thread only.
 */
final class Stage {
  /** Rounds that one root sees, about. */
  private static final int ROUNDS_PER_ROOT = 40;

  private static final List<String> SEGMENTS = List.of("64KiB", "256KiB", "4MiB", "64MiB");

  private final Run run;
  private final Tally tally;
  private final Random random;
  private final AtomicInteger numbers = new AtomicInteger();
  private int roots;

  /** The last round's documents; null where there is nothing to be judged. */
  @Nullable Pool left;

  /** Their published files after a clean stop; null after any other end. */
  @Nullable Map<String, Map<String, String>> published;

  Stage(Run run, Tally tally) {
    this.run = run;
    this.tally = tally;
    this.random = run.random("rounds");
  }

  Run run() {
    return run;
  }

  Tally tally() {
    return tally;
  }

  Random random() {
    return random;
  }

  Pool newPool(int clients) {
    return new Pool(numbers, clients);
  }

  Path root() {
    return run.scratch().resolve("root-" + roots);
  }

  /**
   * How its daemons are started: with segments of some length, so that they end often; most with
   * Java's quick compiler alone, which leaves a short life's time to its work.
   */
  Launch launch() {
    Launch launch =
        Launch.on(root())
            .variable("LARDER_JOURNAL_SEGMENT", SEGMENTS.get(random.nextInt(SEGMENTS.size())));
    return random.nextInt(4) == 0 ? launch : launch.java("-XX:TieredStopAtLevel=1");
  }

  /** Goes to a new root now and then, if nothing on the old one is left to be judged. */
  void nextRound(int round) throws IOException {
    if (left == null && round / ROUNDS_PER_ROOT > roots) {
      Folders.remove(root());
      roots++;
    }
  }

  /** Keeps what the published files of the last round say, after a clean stop. */
  void keepPublished(Pool pool) throws IOException {
    Map<String, Map<String, String>> files = new HashMap<>();
    for (Subject subject : pool.all()) {
      Path file = file(subject);
      if (Files.exists(file)) {
        files.put(subject.name(), Translation.content(Files.readAllBytes(file)));
      }
    }
    published = files;
  }

  /** Where a document is published. */
  Path file(Subject subject) {
    return root().resolve("stats").resolve(subject.name() + ".json");
  }

  /** A promise was broken; the root stays for who looks into it. */
  Finding finding(String what, List<String> replay) {
    return new Finding(what, run, replay, root());
  }

  /** The same, with the whole history beside the root. */
  Finding finding(String what, List<String> replay, History history) throws IOException {
    Path kept = run.scratch().resolve("history-" + history.document() + ".txt");
    Files.write(kept, history.lines());
    return new Finding(what, run, replay, run.scratch());
  }
}
