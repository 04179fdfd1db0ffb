package dev.larder.prove.disk;

import dev.larder.prove.Finding;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Each call that touches a file fails in turn, in each way. One use, one thread. */
final class CallFaults {
  private final Run run;
  private final Tally tally;
  private final Trials trials;
  private final FaultTable table = new FaultTable();
  private @Nullable Finding first;

  CallFaults(Run run, Tally tally) {
    this.run = run;
    this.tally = tally;
    this.trials = new Trials(run);
  }

  private record Trial(Site site, Fault fault) {
    /** Those on which every answer stands come first. */
    int rank() {
      boolean decides = site.isOfJournal() || site.file().startsWith("checkpoint");
      boolean writes = site.isForce() || site.isWrite() || site.syscall().startsWith("rename");
      return decides && writes && fault != Fault.EDQUOT ? 0 : 1;
    }

    /**
     * One of a kind first, so that a bounded run sees most kinds. Each force of a folder is one of
     * its own: before a rename it decides on other things than after it.
     */
    String kind() {
      boolean ofFolder = site.isForce() && site.file().endsWith("folder");
      return site.row() + fault + (ofFolder ? site.nthOfPath() : "");
    }
  }

  /**
   * Tries the sites of these scenes until the run's time is over, or that many were tried.
   *
   * @param to where the table goes
   * @throws Finding the first broken promise, after all were tried
   */
  void prove(List<Scene> scenes, int most, Path to) throws Exception {
    trials.prepare();
    List<Trial> all = new ArrayList<>();
    for (Scene scene : scenes) {
      List<Site> sites = trials.record(scene);
      run.say(scene + ": " + sites.size() + " call sites");
      tally.add("call sites of files", sites.size());
      for (Site site : sites) {
        for (Fault fault : Fault.values()) {
          all.add(new Trial(site, fault));
        }
      }
    }
    List<Trial> order = inOrder(all);
    run.say(order.size() + " faults at the sites of " + scenes.size() + " scenes");
    int tried = 0;
    for (Trial trial : order) {
      if (tried == most || !run.goesOn()) {
        break;
      }
      tried++;
      attempt(trial);
      table.write(to);
      if (tried % 50 == 0) {
        run.say(tried + " of " + order.size() + " tried");
      }
    }
    tally.add("faults left for want of time", order.size() - (long) tried);
    run.say("the table of " + table.size() + " sites is in " + to);
    if (first != null) {
      throw first;
    }
  }

  /** By chance, but for the kinds: the first call of each kind comes before the further ones. */
  private List<Trial> inOrder(List<Trial> all) {
    Map<String, Deque<Trial>> kinds = new LinkedHashMap<>();
    for (Trial trial : all) {
      kinds.computeIfAbsent(trial.kind(), kind -> new ArrayDeque<>()).add(trial);
    }
    List<Trial> once = new ArrayList<>();
    List<Trial> again = new ArrayList<>();
    for (Deque<Trial> kind : kinds.values()) {
      once.add(kind.removeFirst());
      again.addAll(kind);
    }
    Collections.shuffle(once, run.random("faults"));
    once.sort(Comparator.comparingInt(Trial::rank));
    Collections.shuffle(again, run.random("more faults"));
    once.addAll(again);
    return once;
  }

  private void attempt(Trial trial) throws Exception {
    try {
      Trials.Outcome outcome = trials.attempt(trial.site(), trial.fault());
      if (outcome.reached()) {
        tally.add("faults injected");
        table.add(trial.site(), trial.fault(), outcome.word());
        tally.add(outcome.word().equals("ends") ? "daemons ended by a fault" : "faults outlived");
      } else {
        tally.add("faults not reached");
        table.addNotReached(trial.site(), trial.fault());
      }
    } catch (Finding finding) {
      run.say("BROKEN: " + finding.getMessage());
      table.add(trial.site(), trial.fault(), "BROKEN");
      first = first == null ? finding : first;
    }
  }
}
