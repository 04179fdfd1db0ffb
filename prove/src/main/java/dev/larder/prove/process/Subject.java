package dev.larder.prove.process;

import dev.larder.prove.check.Answered;
import dev.larder.prove.check.History;
import dev.larder.prove.check.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A document that clients work on, and all that they saw of it. Any thread may use it. */
final class Subject {
  private final String name;
  private final boolean tallies;
  private final List<Operation> operations = new ArrayList<>();
  private final AtomicLong lastVersion = new AtomicLong();

  /** The greatest sum that its published file has shown. */
  private final AtomicLong publishedSum = new AtomicLong();

  /**
   * A new document.
   *
   * @param tallies whether it is only merged into, so that its sum never goes down and the marks of
   *     batches stay
   */
  Subject(String name, boolean tallies) {
    this.name = name;
    this.tallies = tallies;
  }

  String name() {
    return name;
  }

  boolean tallies() {
    return tallies;
  }

  /** Keeps an operation; only in that way is it known. */
  void record(Operation operation) {
    synchronized (operations) {
      operations.add(operation);
    }
    Answered answer = operation.answered();
    if (answer != null) {
      lastVersion.accumulateAndGet(answer.version(), Math::max);
    }
  }

  /** All operations so far. */
  List<Operation> operations() {
    synchronized (operations) {
      return List.copyOf(operations);
    }
  }

  /** How many there are. */
  int size() {
    synchronized (operations) {
      return operations.size();
    }
  }

  /** The greatest version that somebody was told. */
  long lastVersion() {
    return lastVersion.get();
  }

  /** Takes note of a sum in the published file; false if an earlier one was greater. */
  boolean published(long sum) {
    return publishedSum.getAndAccumulate(sum, Math::max) <= sum;
  }

  long publishedSum() {
    return publishedSum.get();
  }

  /**
   * Its history, for the checker.
   *
   * @param diedNanos from when on nothing without an answer can be done any more
   */
  History history(long diedNanos) {
    List<Operation> closed = new ArrayList<>();
    for (Operation operation : operations()) {
      closed.add(
          operation.answered() == null && operation.sentNanos() < diedNanos
              ? new Operation(
                  operation.client(), operation.sent(), operation.sentNanos(), diedNanos, null)
              : operation);
    }
    return History.of(name, closed);
  }
}
