package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From the {@code kill -9} of the process that holds a lease to the next one's grant. */
public record KilledBuilder() implements Row {
  private static final int TURNS = 10;

  /** Asks for the build and holds the stream, as any small client may. */
  private static final String HOLDER =
      """
      import socket, sys, time
      stream = socket.socket(socket.AF_UNIX)
      stream.connect(sys.argv[1])
      stream.sendall(b'POST /v1/workspaces/%s/build HTTP/1.1\\r\\nHost: l\\r\\n\\r\\n' % sys.argv[2].encode())
      while b'granted' not in stream.recv(65536):
          pass
      print('granted', flush=True)
      time.sleep(3600)
      """;

  @Override
  public String name() {
    return "killed";
  }

  @Override
  public String about() {
    return "builder killed: to the next waiter's grant";
  }

  @Override
  public String against() {
    return "";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(20, "ms");
  }

  @Override
  public List<String> commands() {
    return List.of("python3");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    List<Double> times = new ArrayList<>();
    try (Larder larder = Larder.start(bench.folder("k"))) {
      for (int turn = -1; turn < TURNS; turn++) {
        double ms = granted(larder, "w/k" + turn);
        if (turn >= 0) {
          times.add(ms);
        }
      }
    }
    return Result.value(Figure.of("Larder", "ms", times));
  }

  private static double granted(Larder larder, String id) throws IOException, InterruptedException {
    Process holder =
        new ProcessBuilder("python3", "-c", HOLDER, larder.socket().toString(), id)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    try (Wire waiter = Wire.to(larder.socket())) {
      holder.inputReader().readLine();
      waiter.open(Request.build(id)).next("waiting");
      long started = System.nanoTime();
      holder.destroyForcibly(); // SIGKILL, by kill(2): no process is started for it
      waiter.next("granted");
      return (System.nanoTime() - started) / 1e6;
    } finally {
      holder.destroyForcibly();
    }
  }
}
