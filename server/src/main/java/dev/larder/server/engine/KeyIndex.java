package dev.larder.server.engine;

/**
 * Finds keys in a {@link KeyLog}: a table of places with linear probing, 4 bytes a slot and at
 * least half of the slots free, where a map of Java's would take some 100 bytes a key. Keys are
 * digests, hence spread by themselves. The log still has what is removed here.
 */
final class KeyIndex { // engine thread only
  private static final int LEAST_SLOTS = 1024;

  private final KeyLog log;

  /** Places; 0 for a free slot. */
  private int[] slots = new int[LEAST_SLOTS];

  private int size;

  KeyIndex(KeyLog log) {
    this.log = log;
  }

  /** The place of a key's record; 0 if there is none. */
  int find(OnceKey key) {
    int slot = home(key.low());
    while (slots[slot] != 0 && !log.isOf(slots[slot], key)) {
      slot = next(slot);
    }
    return slots[slot];
  }

  /** Adds a place; its key must not be there. */
  void add(int place) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    put(place);
    size++;
  }

  private void put(int place) {
    int slot = home(log.low(place));
    while (slots[slot] != 0) {
      slot = next(slot);
    }
    slots[slot] = place;
  }

  private void grow() {
    int[] old = slots;
    slots = new int[2 * old.length];
    for (int place : old) {
      if (place != 0) {
        put(place);
      }
    }
  }

  /**
   * Removes a place, if it is there, and closes the gap (Knuth, volume 3, section 6.4, algorithm
   * R).
   */
  void remove(int place) {
    int gap = home(log.low(place));
    while (slots[gap] != place) {
      if (slots[gap] == 0) {
        return;
      }
      gap = next(gap);
    }
    for (int slot = next(gap); slots[slot] != 0; slot = next(slot)) {
      int home = home(log.low(slots[slot]));
      if (distance(home, slot) >= distance(gap, slot)) {
        slots[gap] = slots[slot];
        gap = slot;
      }
    }
    slots[gap] = 0;
    size--;
  }

  int size() {
    return size;
  }

  /** What the table takes, in bytes. */
  long bytes() {
    return (long) Integer.BYTES * slots.length;
  }

  private int home(long low) {
    return (int) low & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  private int distance(int from, int to) {
    return (to - from) & (slots.length - 1);
  }
}
