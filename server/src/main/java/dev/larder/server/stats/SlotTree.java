package dev.larder.server.stats;

import org.jspecify.annotations.Nullable;

/**
 * Entries by slot number, in a tree of 32-way nodes (the persistent vector of Bagwell and Hickey).
 * This is one state of it, for any thread; {@link Slots} makes new ones. A subtree without entries
 * is null, so the holes that removed entries leave cost nothing once a node is empty, and the tree
 * is never compacted.
 *
 * @param root the topmost node; null if there are no entries
 * @param height levels of nodes, the leaves' included
 */
record SlotTree(@Nullable Node root, int height) {
  static final int BITS = 5;
  static final int WIDTH = 1 << BITS;
  static final SlotTree EMPTY = new SlotTree(null, 1);

  /** A node is written to only in the era in which it was made; see {@link Slots}. */
  sealed interface Node permits Branch, Leaf {}

  /** A node above others. */
  static final class Branch implements Node {
    final long era;
    final @Nullable Node[] kids;

    Branch(long era, @Nullable Node[] kids) {
      this.era = era;
      this.kids = kids;
    }
  }

  /** A node of entries, {@link #WIDTH} slots in a row. */
  static final class Leaf implements Node {
    final long era;
    final @Nullable Entry[] entries;

    Leaf(long era, @Nullable Entry[] entries) {
      this.era = era;
      this.entries = entries;
    }
  }

  /** Starts before the first entry. */
  Cursor cursor() {
    return new Cursor(this);
  }

  /** Walks over the entries in the order of their slots. One thread. */
  static final class Cursor {
    private final @Nullable Node[] path;
    private final int[] next;
    private int level;

    private Cursor(SlotTree tree) {
      path = new Node[tree.height];
      next = new int[tree.height];
      path[0] = tree.root;
      level = tree.root == null ? -1 : 0;
    }

    /** The next entry; null behind the last. */
    @Nullable Entry next() {
      while (level >= 0) {
        int at = next[level]++;
        if (at == WIDTH) {
          level--;
        } else if (path[level] instanceof Leaf leaf) {
          Entry entry = leaf.entries[at];
          if (entry != null) {
            return entry;
          }
        } else if (path[level] instanceof Branch branch && branch.kids[at] != null) {
          level++;
          path[level] = branch.kids[at];
          next[level] = 0;
        }
      }
      return null;
    }
  }
}
