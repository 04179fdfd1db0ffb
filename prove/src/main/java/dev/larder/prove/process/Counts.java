package dev.larder.prove.process;

import dev.larder.prove.Tally;
import dev.larder.prove.check.Answered;
import dev.larder.prove.check.Sent;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What all clients count, apart from the tally since there are many at once. Any thread. */
final class Counts {
  private final LongAdder answeredWrites = new LongAdder();
  private final LongAdder unansweredWrites = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder reads = new LongAdder();

  void count(Sent sent, @Nullable Answered answered) {
    if (!sent.kind().writes()) {
      reads.increment();
    } else if (answered == null) {
      unansweredWrites.increment();
    } else if (answered.status() < 300) {
      answeredWrites.increment();
    }
  }

  void refused() {
    refused.increment();
  }

  /** Adds what was counted since the last time. */
  void into(Tally tally) {
    tally.add("answered writes", answeredWrites.sumThenReset());
    tally.add("unanswered writes", unansweredWrites.sumThenReset());
    tally.add("refused requests", refused.sumThenReset());
    tally.add("reads", reads.sumThenReset());
  }
}
