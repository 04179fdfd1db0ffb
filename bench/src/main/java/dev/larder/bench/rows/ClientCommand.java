package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Installed;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.util.List;

/** {@code larder get} from a shell. */
public record ClientCommand() implements Row {
  private static final int TURNS = 20;
  private static final int QUICK_TURNS = 8;

  @Override
  public String name() {
    return "get";
  }

  @Override
  public String about() {
    return "wall time of 'larder get' from a shell";
  }

  @Override
  public String against() {
    return "an empty Java program";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(2.5);
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    try (Larder larder = Larder.start(bench.folder("g"))) {
      try (Wire wire = Wire.to(larder.socket())) {
        wire.ask(Request.merge("d", Entries.object(0, 10, 0))).has(201);
      }
      String root = larder.daemon().root().toString();
      List<String> get = List.of(Installed.COMMAND.toString(), "get", "d", "--root", root);
      return Result.ratio(
          Commands.inTurns(
              bench,
              List.of(
                  new Commands.Subject("larder get", get),
                  new Commands.Subject("empty Java program", Nothing.line())),
              bench.quick() ? QUICK_TURNS : TURNS));
    }
  }
}
