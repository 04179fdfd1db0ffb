package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Callers;
import dev.larder.bench.load.Contest;
import dev.larder.bench.measure.DiskForce;
import dev.larder.bench.peers.Larder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Small results, as a compiler's cache has them: asked for, built, sent, kept. */
public record StoredResults() implements Row {
  private static final int CLIENTS = 8;
  private static final byte[] CONTENT = new byte[100_000];

  @Override
  public String name() {
    return "results";
  }

  @Override
  public String about() {
    return "results of 100 KB kept/s, 8 clients: lease, content, commit";
  }

  @Override
  public String against() {
    return "write, force, rename, force the folder, by each itself";
  }

  @Override
  public Goal goal() {
    return Goal.NONE;
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    Path folder = bench.folder("t");
    try (Larder larder = Larder.start(folder);
        Contest contest = new Contest(bench)) {
      contest.with(larder.name(), larder, clients(client -> new Storing(larder, client)));
      Path forced = Files.createDirectory(folder.resolve("forced"));
      contest.with(
          "write, force, rename, force the folder",
          null,
          clients(client -> new Renaming(forced, client, true)));
      Path plain = Files.createDirectory(folder.resolve("plain"));
      contest.with(
          "write, rename (as ccache: nothing is forced)",
          null,
          clients(client -> new Renaming(plain, client, false)));
      return Result.ratio(contest.play());
    }
  }

  private static Callers clients(IntFunction<Callers.Call> call) {
    List<Callers.Call> calls = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      calls.add(call.apply(client));
    }
    return new Callers(calls);
  }

  /** Builds with the daemon. */
  private static final class Storing implements Callers.Call {
    private final Larder larder;
    private final int client;
    private int stored;

    Storing(Larder larder, int client) {
      this.larder = larder;
      this.client = client;
    }

    @Override
    public void once(long number) throws IOException {
      Building.ready(larder, "r/k-" + client + "-" + stored++, CONTENT);
    }
  }

  /** Builds without it. */
  private static final class Renaming implements Callers.Call {
    private final Path folder;
    private final int client;
    private final boolean isForced;
    private int stored;

    Renaming(Path folder, int client, boolean isForced) {
      this.folder = folder;
      this.client = client;
      this.isForced = isForced;
    }

    @Override
    public void once(long number) throws IOException {
      Path file = folder.resolve("k-" + client + "-" + stored++);
      Path temporary = folder.resolve("t-" + client);
      Files.write(temporary, CONTENT);
      if (isForced) {
        DiskForce.force(temporary);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      if (isForced) {
        DiskForce.force(folder);
      }
    }
  }
}
