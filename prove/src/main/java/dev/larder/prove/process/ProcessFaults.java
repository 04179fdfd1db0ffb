package dev.larder.prove.process;

import dev.larder.prove.Part;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import java.util.List;

/** The part: round after round, each fault once and then by chance. */
public final class ProcessFaults implements Part {
  private static final int SHARE = 6;

  @Override
  public String name() {
    return "process";
  }

  @Override
  public String about() {
    return "kills, signals, rivals, lost folders, set clocks and starvation under load";
  }

  @Override
  public int share() {
    return SHARE;
  }

  @Override
  public Tally prove(Run run) throws Exception {
    return prove(run, 0);
  }

  /**
   * The same.
   *
   * @param atLeast rounds that are played though the time is over
   */
  Tally prove(Run run, int atLeast) throws Exception {
    Tally tally = tally();
    Stage stage = new Stage(run, tally);
    Counts counts = new Counts();
    List<Fault> faults = Faults.all();
    for (int round = 0; round < atLeast || run.goesOn(); round++) {
      stage.nextRound(round);
      Fault fault = round < faults.size() ? faults.get(round) : Faults.any(faults, stage.random());
      Round.play(stage, fault, counts, round);
      if (round % 10 == 0) {
        run.say("round " + round + ": " + tally.of("answered writes") + " answered writes");
      }
    }
    last(stage);
    Folders.remove(run.scratch());
    return tally;
  }

  /** In the order of the table; what must stay 0 ends the part, and is told as a finding. */
  private static Tally tally() {
    Tally tally = new Tally();
    for (String row :
        List.of(
            "rounds",
            "kills",
            "answered writes",
            "unanswered writes",
            "lost or doubled",
            "reads that went back",
            "histories checked",
            "histories undecided")) {
      tally.add(row, 0);
    }
    return tally;
  }

  /** Judges what the last round left. */
  private static void last(Stage stage) throws Exception {
    long diedNanos = System.nanoTime();
    try (Daemon daemon = stage.launch().ready()) {
      Aftermath.examine(stage, daemon.socket(), diedNanos);
      int exitCode = daemon.stop();
      if (exitCode != 0) {
        throw stage.finding("The last clean stop ended with " + exitCode, List.of(daemon.said()));
      }
    }
  }
}
