package dev.larder.bench.load;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.measure.Latency;
import dev.larder.bench.measure.Usage;
import dev.larder.bench.peers.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Subjects that work in turns, each as fast as it can. One thread. */
public final class Contest implements AutoCloseable {
  private final Bench bench;
  private final List<Contender> contenders = new ArrayList<>();

  public Contest(Bench bench) {
    this.bench = bench;
  }

  private static final class Contender {
    private final String name;
    private final @Nullable Peer peer;
    private final Load load;
    private final Latency latency = new Latency();
    private final List<Double> perSecond = new ArrayList<>();
    private Usage usage = Usage.NONE;
    private long operations;

    Contender(String name, @Nullable Peer peer, Load load) {
      this.name = name;
      this.peer = peer;
      this.load = load;
    }

    void play(Duration time) throws Exception {
      Usage before = peer == null ? Usage.NONE : peer.usage();
      Turn played = load.closedLoop(time);
      if (peer != null) {
        usage = usage.plus(peer.usage().since(before));
      }
      operations += played.operations();
      perSecond.add(played.perSecond());
      latency.add(played.latency());
    }

    Figure figure() {
      return new Figure(
          name,
          "/s",
          perSecond,
          latency.count() == 0 ? null : latency,
          peer == null ? null : usage.each((double) Math.max(1, operations)));
    }
  }

  /**
   * One more subject.
   *
   * @param name in the table
   * @param peer whose usage is counted, if any; it is closed by who started it
   * @param load its clients, which are closed here
   */
  public Contest with(String name, @Nullable Peer peer, Load load) {
    contenders.add(new Contender(name, peer, load));
    return this;
  }

  /** Warms all up, then gives each its turns, one after the other. */
  public List<Figure> play() throws Exception {
    for (Contender contender : contenders) {
      contender.load.closedLoop(bench.warmUp());
    }
    for (int turn = 0; turn < bench.turns(); turn++) {
      for (Contender contender : contenders) {
        contender.play(bench.turn());
      }
    }
    return contenders.stream().map(Contender::figure).toList();
  }

  @Override
  public void close() throws IOException {
    for (Contender contender : contenders) {
      contender.load.close();
    }
  }
}
