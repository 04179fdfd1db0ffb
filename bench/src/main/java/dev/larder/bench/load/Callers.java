package dev.larder.bench.load;

import dev.larder.bench.measure.Latency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that block, a thread each: for subjects that are reached by a library of their own. */
public final class Callers implements Load {
  private final ExecutorService threads;
  private final List<Call> calls;

  /** What a client does, again and again; its own thread's only. */
  public interface Call extends AutoCloseable {
    /**
     * One operation, until it is answered.
     *
     * @param number of the client's operations so far
     */
    void once(long number) throws Exception;

    @Override
    default void close() throws IOException {}
  }

  /** So many clients as there are calls. */
  public Callers(List<? extends Call> calls) {
    this.calls = List.copyOf(calls);
    this.threads = Executors.newFixedThreadPool(calls.size());
  }

  private record Done(Latency latency, long lastNanos) {}

  @Override
  public Turn closedLoop(Duration time) throws Exception {
    long started = System.nanoTime();
    long until = started + time.toNanos();
    List<Future<Done>> running = new ArrayList<>();
    for (Call call : calls) {
      running.add(threads.submit(() -> work(call, until)));
    }
    Latency all = new Latency();
    long last = started;
    for (Future<Done> one : running) {
      Done done = one.get();
      all.add(done.latency());
      last = Math.max(last, done.lastNanos());
    }
    return new Turn(all.count(), (last - started) / 1e9, all);
  }

  private static Done work(Call call, long untilNanos) throws Exception {
    Latency latency = new Latency();
    long now = System.nanoTime();
    for (long number = 0; now - untilNanos < 0; number++) {
      long sent = now;
      call.once(number);
      now = System.nanoTime();
      latency.record(now - sent);
    }
    return new Done(latency, now);
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (Call call : calls) {
      call.close();
    }
  }
}
