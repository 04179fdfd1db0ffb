package dev.larder.prove.power;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * What a daemon did to its files and told its clients, over all its traced lives, in the order of
 * the trace's lines. Immutable.
 *
 * @param nodes all files and folders there ever were; the first is the folder that holds the root
 * @param effects in the order in which they happened
 * @param told for each connection, in the order in which they were accepted, the lines at which its
 *     answers began to be sent
 * @param grants of leases that were told
 * @param lines of all traces together
 */
record Recording(
    List<Node> nodes,
    List<Effect> effects,
    List<List<Integer>> told,
    List<Grant> grants,
    int lines) {
  /**
   * A file, folder or link.
   *
   * @param mode with which it was made
   * @param link where it leads; empty for what is no link
   */
  record Node(boolean isFolder, int mode, String link) {}

  /** A fence that a builder was told of at that line. */
  record Grant(int line, long fence) {}

  /** Whether a connection's answer, counted from 0, may have reached its client before a line. */
  boolean isTold(int connection, int answer, int cut) {
    return connection < told.size()
        && answer < told.get(connection).size()
        && told.get(connection).get(answer) < cut;
  }

  /** The effects that a loss of power before that line leaves to chance, by their index. */
  List<Integer> openAt(int cut) {
    List<Integer> open = new java.util.ArrayList<>();
    for (int i = 0; i < effects.size(); i++) {
      if (effects.get(i).mayBeThereAt(cut) && !effects.get(i).isForcedAt(cut)) {
        open.add(i);
      }
    }
    return open;
  }

  /** What is on the disk if the power goes before that line, and the open effects end so. */
  Tree at(int cut, IntFunction<Fate> fates) {
    byte[][] contents = new byte[nodes.size()][];
    int[] modes = nodes.stream().mapToInt(Node::mode).toArray();
    List<TreeMap<String, Integer>> folders = new java.util.ArrayList<>();
    for (int i = 0; i < contents.length; i++) {
      contents[i] = new byte[0];
      folders.add(new TreeMap<>());
    }
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      if (!effect.mayBeThereAt(cut)) {
        continue;
      }
      Fate fate = effect.isForcedAt(cut) ? Fate.THERE : fates.apply(i);
      int node = effect.node();
      if (effect.act() instanceof Effect.Write write) {
        contents[node] = fate.write(contents[node], write);
      } else if (fate.kind() == Fate.Kind.THERE) {
        apply(effect.act(), node, contents, modes, folders);
      }
    }
    Tree tree = new Tree();
    grow(tree, "", 0, contents, modes, folders);
    return tree;
  }

  private static void apply(
      Effect.Act act,
      int node,
      byte[][] contents,
      int[] modes,
      List<TreeMap<String, Integer>> folders) {
    if (act instanceof Effect.Resize resize) {
      contents[node] = Arrays.copyOf(contents[node], (int) resize.bytes());
    } else if (act instanceof Effect.Mode mode) {
      modes[node] = mode.mode();
    } else if (act instanceof Effect.Entry entry) {
      folders.get(node).put(entry.name(), entry.target());
    }
  }

  private void grow(
      Tree tree,
      String path,
      int node,
      byte[][] contents,
      int[] modes,
      List<TreeMap<String, Integer>> folders) {
    Node is = nodes.get(node);
    if (!is.isFolder()) {
      tree.put(
          path,
          is.link().isEmpty()
              ? new Tree.File(contents[node], modes[node])
              : new Tree.Link(is.link()));
      return;
    }
    tree.put(path, new Tree.Folder(modes[node]));
    folders
        .get(node)
        .forEach(
            (name, target) -> {
              if (target != Effect.Entry.NOTHING) {
                String below = path.isEmpty() ? name : path + "/" + name;
                grow(tree, below, target, contents, modes, folders);
              }
            });
  }

  /** The highest fence that had been told of before a line. */
  Optional<Long> fenceAt(int cut) {
    return grants.stream().filter(g -> g.line() < cut).map(Grant::fence).max(Long::compare);
  }
}
