package dev.larder.server.stats;

import dev.larder.server.stats.SlotTree.Branch;
import dev.larder.server.stats.SlotTree.Leaf;
import dev.larder.server.stats.SlotTree.Node;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SlotTree} that changes. Every snapshot begins a new era; a node of an older era may be
 * seen by a snapshot, so it is copied before it is written to, along its path and at most once an
 * era. Taking a snapshot therefore copies nothing, and what a write copies is bounded by the height
 * of the tree: 4 nodes of 32 places at a million entries. One thread.
 */
final class Slots {
  private @Nullable Node root = SlotTree.EMPTY.root();
  private int height = SlotTree.EMPTY.height();
  private long era;

  /** Puts an entry at a slot, or with null takes the one there away. */
  void set(long slot, @Nullable Entry entry) {
    while (slot >>> (height * SlotTree.BITS) != 0) {
      grow();
    }
    root = with(root, height - 1, slot, entry);
  }

  /** The tree as it is now. */
  SlotTree snapshot() {
    era++;
    return new SlotTree(root, height);
  }

  private void grow() {
    if (root != null) {
      @Nullable Node[] kids = new Node[SlotTree.WIDTH];
      kids[0] = root;
      root = new Branch(era, kids);
    }
    height++;
  }

  private @Nullable Node with(@Nullable Node node, int level, long slot, @Nullable Entry entry) {
    int at = (int) (slot >>> (level * SlotTree.BITS)) & (SlotTree.WIDTH - 1);
    if (level == 0) {
      Leaf leaf = writableLeaf((Leaf) node);
      leaf.entries[at] = entry;
      return entry == null && isEmpty(leaf.entries) ? null : leaf;
    }
    Branch branch = writableBranch((Branch) node);
    Node kid = with(branch.kids[at], level - 1, slot, entry);
    branch.kids[at] = kid;
    return kid == null && isEmpty(branch.kids) ? null : branch;
  }

  private Leaf writableLeaf(@Nullable Leaf leaf) {
    if (leaf == null) {
      return new Leaf(era, new Entry[SlotTree.WIDTH]);
    }
    return leaf.era == era ? leaf : new Leaf(era, leaf.entries.clone());
  }

  private Branch writableBranch(@Nullable Branch branch) {
    if (branch == null) {
      return new Branch(era, new Node[SlotTree.WIDTH]);
    }
    return branch.era == era ? branch : new Branch(era, branch.kids.clone());
  }

  private static boolean isEmpty(@Nullable Object[] places) {
    for (Object place : places) {
      if (place != null) {
        return false;
      }
    }
    return true;
  }
}
