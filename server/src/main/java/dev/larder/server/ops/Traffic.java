package dev.larder.server.ops;

import dev.larder.protocol.ProblemKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What came in by the sockets and how it was answered, since the start. Any thread. */
public final class Traffic {
  private static final int CLASSES = 5;

  private final LongAdder[] answered = new LongAdder[CLASSES];
  private final Map<ProblemKind, LongAdder> refused = new EnumMap<>(ProblemKind.class);
  private final LongAdder bodyBytes = new LongAdder();

  /** Nothing yet. */
  public Traffic() {
    for (int i = 0; i < CLASSES; i++) {
      answered[i] = new LongAdder();
    }
    for (ProblemKind kind : ProblemKind.values()) {
      refused.put(kind, new LongAdder());
    }
  }

  /**
   * A request was answered.
   *
   * @param status of HTTP, 100 to 599
   */
  public void answered(int status) {
    answered[status / 100 - 1].increment();
  }

  /** A request was answered with a problem. */
  public void refused(ProblemKind kind) {
    LongAdder adder = refused.get(kind);
    if (adder != null) {
      adder.increment();
    }
  }

  /** Some of a request's body came, as it was sent. */
  public void received(int bytes) {
    bodyBytes.add(bytes);
  }

  /** Answers of that class: 2 for 200 to 299. */
  long answers(int statusClass) {
    return answered[statusClass - 1].sum();
  }

  Map<ProblemKind, LongAdder> refusals() {
    return refused;
  }

  long bodyBytes() {
    return bodyBytes.sum();
  }
}
