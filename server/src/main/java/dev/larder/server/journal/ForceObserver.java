package dev.larder.server.journal;

/** Is told of each batch that became durable. Called by the journal's thread; must not block. */
@FunctionalInterface
public interface ForceObserver {
  /** Nobody looks. */
  ForceObserver NOBODY = (bytes, tookNs) -> {};

  /**
   * A batch was written and forced.
   *
   * @param bytes the batch's length in the segment, without the zeros behind it
   * @param tookNs how long the force alone took, in nanoseconds
   */
  void forced(int bytes, long tookNs);
}
