package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Contest;
import dev.larder.bench.load.Echo;
import dev.larder.bench.load.Generator;
import dev.larder.bench.load.Http;
import dev.larder.bench.peers.EchoServer;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Request;
import java.nio.file.Path;
import java.util.List;

/** The answer to a build request whose result is there. */
public record ReadyAnswer() implements Row {
  private static final String ID = "w/k";

  @Override
  public String name() {
    return "ready";
  }

  @Override
  public String about() {
    return "time of the answer 'ready' for a built workspace, 1 client";
  }

  @Override
  public String against() {
    return "an echo of as many bytes, by Netty";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(3);
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    Path folder = bench.folder("e");
    byte[] request = Request.build(ID).bytes();
    try (Larder larder = Larder.start(folder);
        EchoServer echo = EchoServer.start(folder);
        Contest contest = new Contest(bench)) {
      Building.ready(larder, ID);
      Http http = Http.sending(List.of(request));
      contest.with("Larder", larder, Generator.connect(larder.socket(), 1, http));
      contest.with(
          echo.name(), echo, Generator.connect(echo.socket(), 1, new Echo(request.length)));
      List<Figure> figures = contest.play();
      return new Result(figures.get(1).ratioTo(figures.get(0)), figures);
    }
  }
}
