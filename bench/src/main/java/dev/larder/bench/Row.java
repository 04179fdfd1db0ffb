package dev.larder.bench;

import java.util.List;

/** One line of the table. */
public interface Row {
  /** The word by which it is asked for. */
  String name();

  /** What is measured, for people. */
  String about();

  /** What it is measured against, for people. */
  String against();

  /** What the result is held against. */
  Goal goal();

  /** Commands that have to be on the PATH. */
  default List<String> commands() {
    return List.of();
  }

  /**
   * Measures.
   *
   * @return the figure that counts first, then what it is compared with, then others
   */
  Result measure(Bench bench) throws Exception;
}
