package dev.larder.prove.power;

/** A promise that does not hold on one state of the disk. */
final class Broken extends Exception {
  private static final long serialVersionUID = 1L;

  Broken(String what) {
    super(what);
  }
}
