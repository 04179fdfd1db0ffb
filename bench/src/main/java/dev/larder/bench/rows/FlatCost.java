package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Contest;
import dev.larder.bench.peers.Larder;
import java.util.List;

/** What a merge costs in a large document, beside a small one, each in a daemon of its own. */
public record FlatCost() implements Row {
  private static final int CLIENTS = 16;
  private static final int SMALL = 1_000;
  private static final int LARGE = 1_000_000;

  @Override
  public String name() {
    return "flat";
  }

  @Override
  public String about() {
    return "time of a merge, document of 1,000,000 entries, 16 clients";
  }

  @Override
  public String against() {
    return "document of 1,000 entries";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(1.2);
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    try (Larder small = Larder.start(bench.folder("s"));
        Larder large = Larder.start(bench.folder("l"));
        Contest contest = new Contest(bench)) {
      Merging.fill(small, "d", SMALL);
      Merging.fill(large, "d", LARGE);
      contest.with("1,000 entries", small, Merging.into(small, "d", CLIENTS, 1, SMALL));
      contest.with("1,000,000 entries", large, Merging.into(large, "d", CLIENTS, 1, LARGE));
      List<Figure> figures = contest.play();
      // The time is the rate's reciprocal: how often the small one's rate is the large one's.
      return Result.ratio(figures);
    }
  }
}
