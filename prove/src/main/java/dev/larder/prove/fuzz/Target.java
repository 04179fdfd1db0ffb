package dev.larder.prove.fuzz;

/** A reader of foreign bytes, and what must hold of it. One thread. */
public interface Target {
  /** The word for it: of its folder in {@code prove/corpus}, and on the command line. */
  String name();

  /**
   * Reads an input, which may be anything.
   *
   * @throws Exception or any {@link Error}, as {@link Contradiction}, if what must hold does not:
   *     that is a finding
   */
  void feed(byte[] input) throws Exception;
}
