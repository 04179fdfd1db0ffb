package dev.larder.prove.defences;

import dev.larder.prove.Finding;
import dev.larder.prove.Part;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Folders;
import java.nio.file.Path;
import java.util.List;

/**
 * The smallest scene in which a defence matters, played once.
 *
 * @param name what is looked at, in a word
 * @param about what must hold
 */
record Scene(String name, String about, Play play) implements Part {
  /** What happens in it. */
  interface Play {
    /**
     * Plays it once.
     *
     * @param root of the daemons that it starts and ends; nothing is there yet
     * @throws Broken if a promise was broken
     * @throws Exception if the scene could not be played, which proves nothing
     */
    void on(Path root) throws Exception;
  }

  @Override
  public int share() {
    return 0;
  }

  @Override
  public Tally prove(Run run) throws Exception {
    // Not one folder deeper: a socket's path has 107 bytes (unix(7)).
    Path folder = run.scratch();
    try {
      play.on(folder.resolve("root"));
    } catch (Broken e) {
      throw new Finding(name + ": " + e.getMessage(), run, List.of("the same scene"), folder);
    }
    Folders.remove(folder);
    Tally tally = new Tally();
    tally.add("scenes");
    return tally;
  }
}
