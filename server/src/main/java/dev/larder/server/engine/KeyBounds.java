package dev.larder.server.engine;

/**
 * How much the daemon remembers of requests that are done once; the oldest are forgotten first.
 *
 * @param forMs how long each key, in milliseconds
 * @param most how many keys
 * @param bytes how much memory, in bytes
 */
public record KeyBounds(long forMs, int most, long bytes) {
  /** No more than this part of Java's heap is taken. */
  private static final int HEAP_SHARE = 8;

  /** The numbers of the contract, used where nothing else is set. */
  public static final KeyBounds DEFAULTS = ofHeap(24 * 3_600_000L, 1_000_000);

  /** Bounds that fit into the heap, however many keys there may be. */
  public static KeyBounds ofHeap(long forMs, int most) {
    return new KeyBounds(forMs, most, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }
}
