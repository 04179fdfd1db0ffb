package dev.larder.prove.disk;

/** The error that a call is made to give. */
enum Fault {
  /** A broken disk. */
  EIO,
  /** A full disk. */
  ENOSPC,
  /** A used up quota. */
  EDQUOT,
  /** A signal came first. */
  EINTR;

  /** Whether it says that there is no room. */
  boolean isFull() {
    return this == ENOSPC || this == EDQUOT;
  }

  /**
   * At which calls it comes, in the words of strace(1). A full disk stays full. The others come
   * once: the call after a failed force succeeds, as it does on Linux, and so catches whoever tries
   * again.
   */
  String when(int nth) {
    return isFull() ? nth + "+" : String.valueOf(nth);
  }
}
