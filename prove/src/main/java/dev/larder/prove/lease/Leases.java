package dev.larder.prove.lease;

import dev.larder.prove.Finding;
import dev.larder.prove.Part;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One builder a key, rising fences, nobody forgotten, whoever dies. */
public final class Leases implements Part {
  private static final int KEYS = 5;
  private static final int HANDS = 2;

  /** Of a round: it bounds the history, which is judged as a whole. */
  private static final int MOST_LEASES = 6_000;

  private final int guests;
  private final int graceMs;
  private final int leastLeases;

  /** Dozens of clients, and a grace that a busy machine keeps. */
  public Leases() {
    this(36, 5_000, 0);
  }

  /** The same in another size; a round has so many leases even if the time is over. */
  Leases(int guests, int graceMs, int leastLeases) {
    this.leastLeases = leastLeases;
    this.guests = guests;
    this.graceMs = graceMs;
  }

  @Override
  public String name() {
    return "leases";
  }

  @Override
  public String about() {
    return "builders and waiters who die in every way, and a daemon that does";
  }

  @Override
  public int share() {
    return 2;
  }

  @Override
  public Tally prove(Run run) throws Exception {
    Tally tally = new Tally();
    for (int round = 1; round == 1 || run.goesOn(); round++) {
      Path folder = Files.createDirectories(run.scratch().resolve("round-" + round));
      History history = play(run, round, folder);
      judge(run, history.all(), folder);
      new Count(tally).add(history.all());
      Folders.remove(folder);
      run.say("round " + round + ": " + tally.all());
    }
    return tally;
  }

  private History play(Run run, int round, Path folder) throws IOException, InterruptedException {
    History history = new History();
    Launch launch = Launch.on(folder.resolve("root")).with("--lease-grace", graceMs + "ms");
    try (House house = House.open(launch, KEYS, history)) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int hand = 1; hand <= HANDS; hand++) {
        String name = "command-" + hand;
        Hand one = new Hand(name, house, history, run.random(round + name), folder);
        one.first();
        all.add(one);
      }
      for (int guest = 1; guest <= guests; guest++) {
        String name = "guest-" + guest;
        all.add(new Guest(name, house, history, run.random(round + name)));
      }
      new Round(house, history, run.random("disturbances " + round))
          .play(
              all,
              () ->
                  history.grants() < leastLeases
                      || (run.goesOn() && history.grants() < MOST_LEASES));
      house.awaitEmptyStaging();
    }
    return history;
  }

  private void judge(Run run, List<Event> history, Path folder) throws Finding, IOException {
    Judge judge = new Judge(TimeUnit.MILLISECONDS.toNanos(graceMs));
    List<String> faults = judge.faults(history);
    if (faults.isEmpty()) {
      return;
    }
    Files.write(folder.resolve("history"), lines(history));
    Files.write(folder.resolve("faults"), faults);
    Fault fault = Fault.smallest(faults.get(0), history, judge);
    String what = faults.size() + " faults, first: " + fault.what();
    throw new Finding(what, run, lines(fault.events()), folder);
  }

  private static List<String> lines(List<Event> events) {
    return events.stream().map(Event::toString).toList();
  }
}
