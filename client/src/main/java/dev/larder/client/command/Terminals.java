package dev.larder.client.command;

/** Tells which standard streams are a terminal. */
@FunctionalInterface
interface Terminals {
  /** The standard streams. */
  enum Stream {
    IN(0),
    OUT(1),
    ERR(2);

    private final int descriptor;

    Stream(int descriptor) {
      this.descriptor = descriptor;
    }

    /** Its number in the process. */
    int descriptor() {
      return descriptor;
    }
  }

  boolean isTerminal(Stream stream);
}
