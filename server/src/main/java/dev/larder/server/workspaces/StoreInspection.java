package dev.larder.server.workspaces;

import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a whole store, of a root that no daemon owns, and says which results are not what their
 * digests say. Changes nothing by itself. One use, one thread.
 *
 * @param results that are whole
 * @param bytes of those together
 * @param damaged what lies in a result's place and is not whole
 */
public record StoreInspection(int results, long bytes, List<Damaged> damaged) {
  /** A folder of the store, and what is wrong with it. */
  public record Damaged(Path folder, String reason) {}

  /**
   * Looks at every result below a root; takes as long as reading them all.
   *
   * @throws IOException if the folders cannot be listed
   */
  public static StoreInspection inspect(Path root) throws IOException {
    StoreLayout layout = StoreLayout.below(root);
    int results = 0;
    long bytes = 0;
    List<Damaged> damaged = new ArrayList<>();
    for (Path folder : folders(layout)) {
      try {
        Optional<Result> found = ResultMeta.read(layout, id(folder));
        Optional<String> fault =
            found.isEmpty() ? Optional.of("it holds no whole result") : fault(found.get());
        if (fault.isEmpty()) {
          results++;
          bytes += found.map(Result::bytes).orElse(0L);
        } else {
          damaged.add(new Damaged(folder, fault.get()));
        }
      } catch (IOException e) {
        damaged.add(new Damaged(folder, "it cannot be read: " + e.getMessage()));
      } catch (RefusedException e) {
        damaged.add(new Damaged(folder, "it has no name of a result"));
      }
    }
    return new StoreInspection(results, bytes, List.copyOf(damaged));
  }

  private static Optional<String> fault(Result result) throws IOException {
    String found = Seal.read(result);
    return found.equals(result.digest())
        ? Optional.empty()
        : Optional.of("it is " + found + " and was " + result.digest());
  }

  /** Moves a damaged result out of its place; the next start of the daemon removes it. */
  public static void drop(Path root, Damaged damaged) throws IOException {
    Path staging = Files.createDirectories(StoreLayout.below(root).staging());
    var unused = new Trash(staging).take(damaged.folder());
  }

  public boolean isWhole() {
    return damaged.isEmpty();
  }

  private static List<Path> folders(StoreLayout layout) throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(layout.workspaces())) {
      for (Path name : Trash.entries(layout.workspaces())) {
        if (Files.isDirectory(name)) {
          folders.addAll(Trash.entries(name));
        }
      }
    }
    folders.sort(null);
    return folders;
  }

  private static WorkspaceId id(Path folder) {
    Path name = folder.getParent();
    return WorkspaceId.parse(
        String.valueOf(name == null ? null : name.getFileName()),
        String.valueOf(folder.getFileName()));
  }
}
