package dev.larder.prove;

/** One family of faults, and the check of what must hold after them. */
public interface Part {
  /** The word by which {@code --only} names it. */
  String name();

  /** One line for the table of parts. */
  String about();

  /**
   * Its share of a long run's time, beside the others' shares; 0 for a part that takes as long as
   * its list is long.
   */
  int share();

  /**
   * Breaks and checks.
   *
   * @return what was counted
   * @throws Finding if a promise was broken
   * @throws Exception if the test bed itself failed, which proves nothing
   */
  Tally prove(Run run) throws Exception;
}
