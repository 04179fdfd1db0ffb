package dev.larder.prove.lease;

import dev.larder.testbed.Installed;
import dev.larder.testbed.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code larder build}, one after the other, all of one key. What becomes of each is drawn
 * here and done by the command that it runs: a process knows best when it holds the lease. Its own
 * thread.
 */
final class Hand implements Callable<Void> {
  /** What the command does; {@code PPID} is {@code larder build}. */
  private static final String SCRIPT =
      """
      fence=$(basename "$(dirname "$1")"); fence=${fence%%-*}
      echo "$fence" > "$PROVE_BEGUN"
      case $PROVE_FATE in
        FAILS) exit 7 ;;
        IS_KILLED) kill -9 $PPID ;;
        IS_STOPPED) kill -STOP $PPID; sleep 1.5 ;;
      esac
      echo "$fence command" > "$1"
      [ "$PROVE_FATE" != IS_STOPPED ] || kill -CONT $PPID
      """;

  private static final String DEADLINE = "500ms";

  /** What befalls a builder, if it comes to build. */
  enum Fate {
    BUILDS,
    FAILS,
    IS_KILLED,
    IS_STOPPED
  }

  private final String name;
  private final House house;
  private final History history;
  private final Random random;
  private final Path folder;
  private String id = "";
  private int runs;

  Hand(String name, House house, History history, Random random, Path folder) {
    this.name = name;
    this.house = house;
    this.history = history;
    this.random = random;
    this.folder = folder;
  }

  /** The first run, whose path tells the key. */
  void first() throws IOException, InterruptedException {
    run(Fate.BUILDS);
    if (id.isEmpty()) {
      throw new IOException("larder build said no path");
    }
    house.offer(id);
  }

  @Override
  public @Nullable Void call() throws IOException, InterruptedException {
    Fate[] fates = Fate.values();
    while (!house.isClosing()) {
      try {
        house.forget(id, true); // else there would seldom be anything to build
      } catch (IOException e) {
        house.awaitUp();
      }
      run(fates[random.nextInt(fates.length)]);
      house.awaitUp();
    }
    return null;
  }

  private void run(Fate fate) throws IOException, InterruptedException {
    Path begun = folder.resolve(name + "-begun-" + ++runs);
    Path said = folder.resolve(name + "-said-" + runs);
    long sinceNanos = System.nanoTime();
    Process process = start(fate, begun, said);
    try {
      if (!process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        broken("larder build does not end");
        return;
      }
    } finally {
      process.destroyForcibly();
    }
    long nowNanos = System.nanoTime();
    Path path = Path.of(Files.readString(said).strip());
    boolean done = process.exitValue() == 0;
    Content content = done ? Content.at(path) : Content.at(folder.resolve("nothing"));
    if (done) {
      Path place = path.getParent();
      id = House.NAME + "/" + (place == null ? "" : place.getFileName());
      toldBy(sinceNanos, nowNanos, content);
    }
    if (Files.exists(begun)) {
      built(fate, Long.parseLong(Files.readString(begun).strip()), sinceNanos, nowNanos, content);
    }
  }

  private Process start(Fate fate, Path begun, Path said) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Installed.COMMAND.toString(),
                "build",
                House.NAME,
                "--root=" + house.root(),
                "--no-start",
                fate == Fate.IS_STOPPED ? "--deadline=" + DEADLINE : "--deadline=1h",
                "--",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                "{}"));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("LARDER_"));
    builder.environment().put("PROVE_FATE", fate.name());
    builder.environment().put("PROVE_BEGUN", begun.toString());
    builder.redirectOutput(said.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  /** It does not say which digest it was told: what it found counts. */
  private void toldBy(long sinceNanos, long nowNanos, Content content) {
    String digest = content.digest() == null ? "" : content.digest();
    history.add(
        new Event.Told(
            id, name, sinceNanos, nowNanos, content.fence(), digest, content.digest(), nowNanos));
  }

  private void built(Fate fate, long fence, long sinceNanos, long nowNanos, Content content) {
    boolean committed = content.fence() == fence;
    history.add(new Event.Granted(id, name, fence, sinceNanos, nowNanos, 1L, false));
    history.add(
        new Event.Used(
            id,
            fence,
            fate == Fate.FAILS ? Event.Use.FAIL : Event.Use.COMMIT,
            sinceNanos,
            nowNanos,
            committed ? 200 : Event.NO_ANSWER,
            committed ? content.digest() : null));
    if (committed && (fate == Fate.IS_STOPPED || fate == Fate.IS_KILLED)) {
      broken("the commit of a builder that " + fate + " was accepted: " + fence);
    }
    history.add(new Event.Lost(id, fence, causeOf(fate), nowNanos));
  }

  private static Cause causeOf(Fate fate) {
    return switch (fate) {
      case BUILDS -> Cause.COMMIT;
      case FAILS -> Cause.FAILURE;
      case IS_KILLED -> Cause.KILLED;
      case IS_STOPPED -> Cause.DEADLINE;
    };
  }

  private void broken(String what) {
    history.add(new Event.Broken(id, name + ": " + what, System.nanoTime()));
  }
}
