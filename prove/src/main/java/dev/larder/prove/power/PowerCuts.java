package dev.larder.prove.power;

import dev.larder.prove.Finding;
import dev.larder.prove.Part;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the power away in the middle: starts a daemon on the disks that a loss of power may leave,
 * and checks what had been promised by then. Goes on until the run is over, and at least until it
 * has tried so many different disks, or {@value #DISKS_PER_SECOND} for each second of a short run.
 *
 * @param leastStates how many different disks at least, if the run is long enough for them
 * @param writes of each client in each life of the recorded daemon
 */
public record PowerCuts(int leastStates, int writes) implements Part {
  /** What a machine of two cores can be asked for. */
  private static final int DISKS_PER_SECOND = 2;

  /** Daemons at once. */
  private static final int AT_ONCE = 2;

  /** How many disks are made before the next look at the clock. */
  private static final int BATCH = 4;

  /** Names of folders are short, since the path of a socket must be (unix(7)). */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** How many daemons may be started to make a finding smaller. */
  private static final int SHRINKING_STARTS = 40;

  /** As it is in the long form. */
  public static PowerCuts usual() {
    return new PowerCuts(500, 40);
  }

  @Override
  public String name() {
    return "power";
  }

  @Override
  public String about() {
    return "disks that a loss of power may leave, of a recorded daemon's calls";
  }

  @Override
  public int share() {
    return 2;
  }

  @Override
  public Tally prove(Run run) throws Exception {
    Tally tally = new Tally();
    tally.add("sessions recorded", 0);
    tally.add("disks after a power cut", 0);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    long leftS = TimeUnit.NANOSECONDS.toSeconds(run.untilNanos() - System.nanoTime()) + 1;
    Goal goal = new Goal(run, tally, Math.min(leastStates, DISKS_PER_SECOND * leftS));
    for (int round = 0; goal.isAhead(); round++) {
      Path folder = run.scratch().resolve("s" + round);
      Session session = Session.record(run, "power-" + round + "-", folder, writes);
      tally.add("sessions recorded");
      tally.add("calls that change or force", session.recording().effects().size());
      tally.add("answered writes", session.history().steps().size());
      Trying trying = new Trying(run, tally, goal, session, seen, folder);
      trying.all(Cut.all(session.recording(), run.random("cuts-" + round)));
      Folders.remove(folder);
    }
    return tally;
  }

  private record Goal(Run run, Tally tally, long disks) {
    boolean isAhead() {
      return run.goesOn() || tally.of("disks after a power cut") < disks;
    }
  }

  /** The tries with one session. */
  private static final class Trying {
    private final Run run;
    private final Tally tally;
    private final Goal goal;
    private final Session session;
    private final Set<String> seen;
    private final Path folder;

    /** How many answers had been told at the latest cut of each disk. */
    private final Map<String, Integer> told = new HashMap<>();

    /** How many daemons were started to make a finding smaller. */
    private int starts;

    Trying(Run run, Tally tally, Goal goal, Session session, Set<String> seen, Path folder) {
      this.run = run;
      this.tally = tally;
      this.goal = goal;
      this.session = session;
      this.seen = seen;
      this.folder = folder;
    }

    void all(Iterator<Cut> cuts) throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
      try {
        while (cuts.hasNext() && goal.isAhead()) {
          List<Callable<@Nullable Failure>> batch = new ArrayList<>();
          while (cuts.hasNext() && batch.size() < BATCH) {
            Cut cut = cuts.next();
            Tree disk = cut.tree(session.recording());
            if (isNew(cut, disk)) {
              batch.add(() -> failureOf(cut, disk));
            }
          }
          for (Future<@Nullable Failure> tried : threads.invokeAll(batch)) {
            Failure failure = tried.get();
            if (failure != null) {
              throw finding(failure);
            }
          }
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } finally {
        threads.shutdownNow();
      }
    }

    /** The same disk is tried again only if more had been promised meanwhile. */
    private boolean isNew(Cut cut, Tree disk) {
      String digest = disk.digest();
      int now = 0;
      for (List<Integer> lines : session.recording().told()) {
        now += (int) lines.stream().filter(line -> line < cut.line()).count();
      }
      if (told.getOrDefault(digest, -1) >= now) {
        return false;
      }
      told.put(digest, now);
      if (seen.add(digest)) {
        tally.add("disks after a power cut");
      }
      tally.add("starts on them");
      return true;
    }

    private @Nullable Failure failureOf(Cut cut, Tree disk) throws Exception {
      Path place = Files.createDirectories(folder.resolve("d" + NUMBER.incrementAndGet()));
      String broken = brokenOn(cut, disk, place);
      if (broken != null) {
        return new Failure(cut, broken, place);
      }
      Folders.remove(place);
      return null;
    }

    private @Nullable String brokenOn(Cut cut, Tree disk, Path place) throws Exception {
      disk.writeTo(place);
      Launch launch = Session.launch(place.resolve("root"));
      try (Daemon daemon = launch.start()) {
        if (!daemon.awaitReady()) {
          return "the daemon does not start: " + daemon.said();
        }
        new Promises(session, cut.line(), disk).check(daemon);
        return null;
      } catch (Broken broken) {
        return String.valueOf(broken.getMessage());
      } catch (IOException | IllegalStateException e) {
        return "the recovered daemon does not answer as it must: " + e;
      }
    }

    /** Puts back what is not needed for the failure: all, or else its halves, and so on. */
    private Finding finding(Failure first) throws Exception {
      run.say("found: " + first.broken + "; looking for the smallest disk that shows it");
      starts = 0;
      List<Integer> missing = new ArrayList<>(session.recording().openAt(first.cut.line()));
      missing.removeIf(index -> first.cut.fateOf(index).kind() == Fate.Kind.THERE);
      Failure smallest = smaller(first, missing);
      Path kept = Files.createDirectory(smallest.place.resolve("before-the-start"));
      smallest.cut.tree(session.recording()).writeTo(kept);
      return new Finding(smallest.broken, run, replay(smallest.cut), smallest.place);
    }

    private Failure smaller(Failure failure, List<Integer> missing) throws Exception {
      if (missing.isEmpty() || starts == SHRINKING_STARTS) {
        return failure;
      }
      starts++;
      Cut cut = failure.cut;
      for (int index : missing) {
        cut = cut.with(index, Fate.THERE);
      }
      Failure smaller = failureOf(cut, cut.tree(session.recording()));
      if (smaller != null) {
        Folders.remove(failure.place);
        return smaller;
      }
      int half = missing.size() / 2;
      return half == 0
          ? failure
          : smaller(
              smaller(failure, missing.subList(0, half)), missing.subList(half, missing.size()));
    }

    private List<String> replay(Cut cut) throws IOException {
      List<String> lines = new ArrayList<>();
      lines.add("the traces: " + session.traces());
      lines.add("the power goes before line " + cut.line() + " of them; of what was not forced,");
      lines.add("chosen as '" + cut.style() + "', all is on the disk but:");
      for (int index : session.recording().openAt(cut.line())) {
        Fate fate = cut.fateOf(index);
        if (fate.kind() != Fate.Kind.THERE) {
          Effect effect = session.recording().effects().get(index);
          lines.add(
              "  line "
                  + effect.started()
                  + ", node "
                  + effect.node()
                  + ": "
                  + effect.act()
                  + ": "
                  + fate);
        }
      }
      return lines;
    }
  }

  /** A disk on which a promise was broken, and where it lies. */
  private record Failure(Cut cut, String broken, Path place) {}
}
