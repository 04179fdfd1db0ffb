package dev.larder.prove.process;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** All faults, and how often each is chosen. */
final class Faults {
  private static final Fault KILL = new Endings.Kill();

  /** Each at least once; what this machine cannot do is left out. */
  static List<Fault> all() {
    return Stream.of(
            KILL,
            new Endings.Term(),
            new Endings.KillAtStart(),
            new Endings.Pause(),
            new Endings.Second(),
            new Endings.AtOnce(),
            new LostFolders.NoSocket(),
            new LostFolders.Renamed(),
            new LostFolders.ReadOnlyJournal(),
            new Starvation.ClockSet(),
            new Starvation.FewFiles(),
            new Starvation.SmallHeap(),
            new LostFolders.Removed())
        .filter(Fault::isPossible)
        .toList();
  }

  private Faults() {}

  /** Kills most often: they cost least, and find most. */
  static Fault any(List<Fault> possible, Random random) {
    return random.nextInt(10) < 7 ? KILL : possible.get(random.nextInt(possible.size()));
  }
}
