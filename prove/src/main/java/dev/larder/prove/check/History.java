package dev.larder.prove.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that happened to one document. Immutable.
 *
 * @param operations in the order in which they were sent
 */
public record History(String document, List<Operation> operations) {
  /** A history; the operations may come in any order. */
  public static History of(String document, List<Operation> operations) {
    List<Operation> sorted = new ArrayList<>(operations);
    sorted.sort(Comparator.comparingLong(Operation::sentNanos));
    return new History(document, List.copyOf(sorted));
  }

  /** For people, a line each. */
  public List<String> lines() {
    long from = operations.isEmpty() ? 0 : operations.get(0).sentNanos();
    return operations.stream().map(operation -> operation.line(from)).toList();
  }
}
