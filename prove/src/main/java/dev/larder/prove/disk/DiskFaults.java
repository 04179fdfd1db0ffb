package dev.larder.prove.disk;

import dev.larder.prove.Part;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Installed;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The part: short writes, full disks, and errors at each call that touches a file. */
public final class DiskFaults implements Part {
  /** Where the table of call sites goes. */
  private static final Path TABLE = Installed.SOURCE.resolve("prove/target/disk-faults.md");

  private static final int ROUNDS = 5;

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public String about() {
    return "errors at each call that touches a file, short writes, full disks";
  }

  @Override
  public int share() {
    return 2;
  }

  @Override
  public Tally prove(Run run) throws Exception {
    Tally tally = new Tally();
    new ShortWrites(run, tally).prove();
    if (mountsAreAllowed(run)) {
      fullDisks(run, tally, ROUNDS);
    } else {
      run.say("skipped: full disks, since file systems cannot be mounted here");
    }
    new CallFaults(run, tally).prove(List.of(Scene.values()), Integer.MAX_VALUE, TABLE);
    return tally;
  }

  /**
   * Fills a file system in memory and one on a loop device, each in turn, so many times or until a
   * quarter of the run's time is over: the rest is for single calls.
   */
  static void fullDisks(Run run, Tally tally, int rounds) throws Exception {
    try (SmallDisk tmpfs = SmallDisk.tmpfs(run.scratch());
        SmallDisk ext4 = SmallDisk.ext4(run.scratch())) {
      FullDisk inMemory = new FullDisk(run, tally, "tmpfs", tmpfs);
      FullDisk onLoop = new FullDisk(run, tally, "ext4", ext4);
      long untilNanos = firstQuarterNanos(run);
      int round = 0;
      do {
        round++;
        inMemory.round(round);
        onLoop.round(round);
      } while (round < rounds && System.nanoTime() - untilNanos < 0);
      run.say(round + " full disks of each kind");
    }
  }

  private static long firstQuarterNanos(Run run) {
    long now = System.nanoTime();
    return now + (run.untilNanos() - now) / 4;
  }

  /** Whether a tmpfs and a loop device can be mounted here. */
  static boolean mountsAreAllowed(Run run) throws InterruptedException {
    if (!Shell.has("mkfs.ext4")) {
      return false;
    }
    try (SmallDisk tmpfs = SmallDisk.tmpfs(run.scratch());
        SmallDisk ext4 = SmallDisk.ext4(run.scratch())) {
      return !tmpfs.root().equals(ext4.root());
    } catch (IOException e) {
      return false;
    }
  }
}
