package dev.larder.server.workspaces;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.protocol.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where ready results are put and taken from: the renames that decide, each together with its
 * change of the {@link ResultIndex index}, and both under one lock. Working threads only, but for
 * {@link #withdraw}.
 */
final class Shelf {
  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

  private final StoreLayout layout;
  private final Trash trash;
  private final ResultIndex index;

  /** Held while a key's folder changes. The engine's thread never takes it. */
  private final ReentrantLock moves = new ReentrantLock();

  /** Withdrawn from the index, and in their place yet; nobody is to find them there. */
  private final Set<Result> withdrawn = ConcurrentHashMap.newKeySet();

  Shelf(StoreLayout layout, Trash trash, ResultIndex index) {
    this.layout = layout;
    this.trash = trash;
    this.index = index;
  }

  /**
   * Gives a staged result its name in the store.
   *
   * @param nowMs when its commit was asked for
   * @return it, or the whole result that has the name already
   */
  Result place(Path staged, Result result, long nowMs) throws IOException {
    WorkspaceId id = result.id();
    Path folder = layout.folder(id);
    Path inTheWay = null;
    moves.lock();
    try {
      if (Files.exists(folder, NOFOLLOW_LINKS)) {
        Optional<Result> there = ResultMeta.read(layout, id);
        if (there.isPresent() && !withdrawn.remove(there.get())) {
          LOG.info("{} is ready already; what fence {} built is dropped", id, result.fence());
          index.add(there.get(), nowMs);
          return there.get();
        }
        inTheWay = trash.take(folder);
      }
      Files.move(staged, folder, StandardCopyOption.ATOMIC_MOVE);
      try {
        // The rename is in the name's folder, and the name's folder may be as new as the result.
        Disk.forceFolder(layout.folder(id.name()));
        Disk.forceFolder(layout.workspaces());
      } catch (IOException e) {
        undo(folder, staged, e);
        throw e;
      }
      index.add(result, nowMs);
      return result;
    } finally {
      moves.unlock();
      if (inTheWay != null) {
        trash.empty(inTheWay);
      }
    }
  }

  /** A result whose name may not survive a crash is not in the store: back to staging with it. */
  private static void undo(Path folder, Path staged, IOException reason) {
    try {
      Files.move(folder, staged, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** See {@link ResultStore#forget}. */
  boolean forget(WorkspaceId id) throws IOException {
    Path folder = layout.folder(id);
    Path taken;
    moves.lock();
    try {
      // Out of the index first: from here on, the engine's thread finds nothing to serve.
      Kept known = index.remove(id);
      if (known == null || !Files.exists(folder, NOFOLLOW_LINKS)) {
        return false;
      }
      try {
        taken = trash.take(folder);
      } catch (IOException e) {
        index.add(known.result(), known.usedMs());
        throw e;
      }
      Disk.forceFolder(layout.folder(id.name()));
    } finally {
      moves.unlock();
    }
    trash.empty(taken);
    return true;
  }

  /** See {@link ResultStore#withdraw}. Takes no lock. */
  boolean withdraw(Result result) {
    // First here: a commit that finds the folder and no entry must know why.
    if (!withdrawn.add(result)) {
      return false; // it is on its way already
    }
    boolean was = index.remove(result);
    if (!was) {
      withdrawn.remove(result);
    }
    return was;
  }

  /** See {@link ResultStore#remove}. */
  void remove(Result result) throws IOException {
    Path taken;
    moves.lock();
    try {
      if (!withdrawn.remove(result) || !Files.exists(layout.folder(result.id()), NOFOLLOW_LINKS)) {
        return; // a commit had its place meanwhile, and has removed it
      }
      // Without a force: one that comes back after a crash is as good as it was.
      taken = trash.take(layout.folder(result.id()));
    } finally {
      moves.unlock();
    }
    trash.empty(taken);
  }
}
