package dev.larder.prove.process;

import dev.larder.prove.check.Answered;
import dev.larder.prove.check.Operation;
import dev.larder.prove.check.Sent;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client: asks and waits, asks and waits, some times for several things at once, until it is
 * told to stop. If its connection breaks it opens another, and sends nothing again. Its own thread.
 */
final class Client implements Runnable {
  private static final long BEFORE_ANOTHER_CONNECTION_NANOS = 20_000_000;

  /** One in so many requests is a batch. */
  private static final int SELDOM_BATCH = 25;

  private final int number;
  private final Path socket;
  private final Pool pool;
  private final Workload workload;
  private final Counts counts;
  private final BooleanSupplier goesOn;
  private final BooleanSupplier connects;

  Client(
      int number,
      Path socket,
      Pool pool,
      Workload workload,
      Counts counts,
      BooleanSupplier goesOn,
      BooleanSupplier connects) {
    this.number = number;
    this.socket = socket;
    this.pool = pool;
    this.workload = workload;
    this.counts = counts;
    this.goesOn = goesOn;
    this.connects = connects;
  }

  @Override
  public void run() {
    while (goesOn.getAsBoolean() && connects.getAsBoolean()) {
      try (Wire wire = Wire.to(socket)) {
        while (goesOn.getAsBoolean()) {
          work(wire);
        }
      } catch (IOException e) {
        LockSupport.parkNanos(BEFORE_ANOTHER_CONNECTION_NANOS);
      } catch (RuntimeException e) {
        pool.broken(e + " at " + e.getStackTrace()[0]);
        return;
      }
    }
  }

  private void work(Wire wire) throws IOException {
    if (workload.random().nextInt(SELDOM_BATCH) == 0) {
      batch(wire);
      return;
    }
    int place = pool.anyPlace(workload.random());
    Subject subject = pool.at(place);
    if (!pool.isPut(place, subject)) {
      Sent first = subject.tallies() ? workload.settings(true) : workload.merge();
      try {
        ask(wire, List.of(new Asked(subject, first)));
      } catch (IOException e) {
        pool.giveUp(place);
        throw e;
      }
      if (subject.lastVersion() > 0) {
        pool.put(place, subject);
      } else {
        pool.giveUp(place); // it was refused
      }
      return;
    }
    List<Asked> burst = new ArrayList<>();
    for (int left = workload.burst(); left > 0; left--) {
      burst.add(new Asked(subject, workload.next(subject)));
    }
    ask(wire, burst);
  }

  private record Asked(Subject subject, Sent sent) {}

  /** Sends them all, then reads all answers; what has none then, has none. */
  private void ask(Wire wire, List<Asked> burst) throws IOException {
    long[] sentNanos = new long[burst.size()];
    int sent = 0;
    int read = 0;
    try {
      for (Asked asked : burst) {
        sentNanos[sent++] = System.nanoTime();
        wire.send(request(asked));
      }
      for (Asked asked : burst) {
        boolean head = asked.sent().kind() == Sent.Kind.HEAD;
        Reply reply = head ? wire.replyToHead() : wire.reply();
        long endedNanos = System.nanoTime();
        Translation.Told told = Translation.told(asked.sent(), reply);
        if (told.refused()) {
          counts.refused();
        } else {
          record(asked, sentNanos[read], endedNanos, told.answered());
        }
        read++;
      }
    } finally {
      for (; read < sent; read++) {
        record(burst.get(read), sentNanos[read], Long.MAX_VALUE, null);
      }
    }
  }

  private Request request(Asked asked) {
    Request request = Translation.request(asked.subject().name(), asked.sent());
    return asked.sent().kind().writes() && workload.waitsForPublishing()
        ? new Request(
            request.method(),
            request.target() + "?ack=published",
            request.headers(),
            request.body())
        : request;
  }

  private void record(Asked asked, long sentNanos, long endedNanos, @Nullable Answered answered) {
    asked
        .subject()
        .record(
            new Operation(
                number,
                asked.sent(),
                sentNanos,
                answered == null ? Long.MAX_VALUE : endedNanos,
                answered));
    counts.count(asked.sent(), answered);
    if (answered != null) {
      pool.answered();
    }
  }

  /** Merges into several documents, and leaves a mark in each. */
  private void batch(Wire wire) throws IOException {
    List<Subject> subjects = pool.tallying(3);
    if (subjects.size() < 2) {
      return;
    }
    String mark = workload.unique("mark-");
    Sent sent = Sent.of(Sent.Kind.MERGE, workload.marked(mark));
    pool.mark(new Pool.Mark(mark, subjects));
    Map<String, String> merges = new LinkedHashMap<>();
    subjects.forEach(subject -> merges.put(subject.name(), Translation.json(sent.entries())));
    String body = "{\"merges\":" + Translation.json(merges) + "}";
    long sentNanos = System.nanoTime();
    Reply reply = null;
    try {
      reply = wire.ask(Request.of("POST", "/v1/batch").json(body));
    } finally {
      long endedNanos = System.nanoTime();
      if (reply == null || !Translation.toldOfBatch(reply).refused()) {
        for (Subject subject : subjects) {
          Answered told =
              reply == null || reply.status() != 200
                  ? null
                  : Translation.toldOf(subject.name(), reply);
          record(new Asked(subject, sent), sentNanos, endedNanos, told);
        }
      } else {
        counts.refused();
      }
    }
  }
}
