package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Contest;
import dev.larder.bench.load.Programs;
import dev.larder.bench.peers.Larder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What people do without Larder: lock a file, load it, change it, dump it, rename it. */
public record FileLock() implements Row {
  private static final int CLIENTS = 8;
  private static final int SIZE = 3_000;

  /** As it is found in test runners: lock, load, update, dump, force, rename. */
  private static final String SCRIPT =
      """
      import fcntl, json, os, sys, time
      path, seconds, entry = sys.argv[1], float(sys.argv[2]), sys.argv[3]
      until, done = time.monotonic() + seconds, 0
      while time.monotonic() < until:
          with open(path + '.lock', 'w') as lock:
              fcntl.flock(lock, fcntl.LOCK_EX)
              with open(path) as file:
                  stats = json.load(file)
              stats[entry] = {'walltime': done, 'words': 'w' * 120}
              with open(path + '.' + entry, 'w') as file:
                  json.dump(stats, file)
                  file.flush()
                  os.fsync(file.fileno())
              os.rename(path + '.' + entry, path)
          done += 1
      print(done)
      """;

  @Override
  public String name() {
    return "file-lock";
  }

  @Override
  public String about() {
    return "merges/s at 3,000 entries, 8 clients";
  }

  @Override
  public String against() {
    return "flock, load, dump, rename (Python)";
  }

  @Override
  public Goal goal() {
    return Goal.atLeast(100);
  }

  @Override
  public List<String> commands() {
    return List.of("python3");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    Path folder = bench.folder("f");
    Path file = folder.resolve("stats.json");
    Files.writeString(file, Entries.object(0, SIZE, 0));
    Path script = Files.writeString(folder.resolve("merge.py"), SCRIPT);
    try (Larder larder = Larder.start(folder);
        Contest contest = new Contest(bench)) {
      Merging.fill(larder, "d", SIZE);
      contest.with(larder.name(), larder, Merging.into(larder, "d", CLIENTS, 1, SIZE));
      contest.with(
          "flock, load, dump, fsync, rename",
          null,
          new Programs(
              CLIENTS,
              (client, seconds) ->
                  List.of(
                      "python3",
                      script.toString(),
                      file.toString(),
                      String.valueOf(seconds),
                      "entry-" + client)));
      return Result.ratio(contest.play());
    }
  }
}
