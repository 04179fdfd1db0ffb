package dev.larder.server.workspaces;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store below one root; the package's page tells its files and the order in which they become
 * true.
 *
 * <p>Threads: the engine's thread reads the {@link ResultIndex index} without waiting for anyone.
 * What changes a key's folder (the renames of {@link #commit} and {@link #forget}) does so under
 * one lock, together with its change of the index; reading and forcing a content, which take long,
 * are done outside of it.
 */
public final class DiskResultStore implements ResultStore {
  private static final Logger LOG = LoggerFactory.getLogger(DiskResultStore.class);
  private static final Set<PosixFilePermission> OWNER_ONLY = Trash.OWNER_ALL;

  private final StoreLayout layout;
  private final Audience audience;
  private final Trash trash;

  /** Held while a key's folder changes. The engine's thread never takes it. */
  private final ReentrantLock moves = new ReentrantLock();

  private final ResultIndex index = new ResultIndex();

  /** What lay in staging when the store was opened; no lease of this run is among it. */
  private final Set<Path> leftovers = ConcurrentHashMap.newKeySet();

  private DiskResultStore(StoreLayout layout, Audience audience) {
    this.layout = layout;
    this.audience = audience;
    this.trash = new Trash(layout.staging());
  }

  /**
   * Opens the store below a root, which the caller owns: makes its folders, finds its results, and
   * moves damaged ones to the trash. Nothing is removed before {@link #sweep}.
   */
  public static DiskResultStore open(Path root, Audience audience) throws IOException {
    DiskResultStore store = new DiskResultStore(StoreLayout.below(root), audience);
    store.makeFolders();
    for (Result result : StoreScan.run(store.layout, store.trash)) {
      store.index.add(result);
    }
    store.leftovers.addAll(Trash.entries(store.layout.staging()));
    return store;
  }

  /** A store that its user has alone. */
  static DiskResultStore open(Path root) throws IOException {
    return open(root, Audience.OWNER);
  }

  private void makeFolders() throws IOException {
    Files.createDirectories(layout.workspaces());
    var ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    Files.createDirectories(layout.staging(), ownerOnly);
    Path root = layout.workspaces().getParent();
    if (root != null) {
      Disk.forceFolder(root);
    }
  }

  @Override
  public Path stage(Lease lease) throws IOException {
    Path folder = layout.staging(lease);
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
        throw e;
      }
    } catch (IOException e) {
      throw explained(e, lease);
    }
    // Also one that is there: a commit that a crash cut short may have closed it.
    audience.openStaging(folder);
    return folder;
  }

  @Override
  public void receive(Lease lease, Incoming incoming) throws IOException {
    try {
      Reception.run(layout.staging(lease), incoming);
    } catch (NoSuchFileException e) {
      throw new RefusedException(new Problem.LeaseLost(lease.token()));
    } catch (IOException e) {
      throw explained(e, lease);
    }
  }

  @Override
  public Path finalPath(WorkspaceId id) {
    return layout.content(id);
  }

  @Override
  public Result commit(Lease lease, long nowMs) throws IOException {
    Path folder = layout.staging(lease);
    audience.closeStaging(folder);
    boolean committed = false;
    try {
      Result result = commitClosed(lease, nowMs);
      committed = true;
      return result;
    } finally {
      if (!committed) {
        Trash.delete(layout.adopted(lease));
        audience.openStaging(folder); // the builder may mend what it staged
      }
    }
  }

  private Result commitClosed(Lease lease, long nowMs) throws IOException {
    try {
      Path staged =
          audience == Audience.OWNER
              ? layout.staging(lease)
              : Adoption.of(layout.staging(lease), layout.adopted(lease), StoreLayout.CONTENT);
      Seal.Sealed sealed = Seal.of(staged, StoreLayout.CONTENT);
      Result result =
          new Result(
              lease.id(),
              layout.content(lease.id()),
              sealed.digest(),
              sealed.bytes(),
              sealed.folder(),
              Instant.ofEpochMilli(nowMs),
              Math.max(0, nowMs - lease.grantedAtMs()),
              lease.builder(),
              lease.fence());
      Trash.clear(staged, StoreLayout.CONTENT);
      Files.createDirectories(layout.folder(lease.id().name()));
      audience.openFolder(layout.folder(lease.id().name()));
      showAs(layout.folder(lease.id().name()), staged);
      ResultMeta.write(staged, result);
      return place(staged, result);
    } catch (IOException e) {
      throw explained(e, lease);
    }
  }

  /** Staging is its builder's alone; a result is for whoever may read its workspace. */
  private static void showAs(Path workspace, Path staged) throws IOException {
    Set<PosixFilePermission> rights = EnumSet.copyOf(OWNER_ONLY);
    rights.addAll(Files.getPosixFilePermissions(workspace));
    Files.setPosixFilePermissions(staged, rights);
  }

  private Result place(Path staged, Result result) throws IOException {
    WorkspaceId id = result.id();
    Path folder = layout.folder(id);
    Path damaged = null;
    moves.lock();
    try {
      if (Files.exists(folder, NOFOLLOW_LINKS)) {
        Optional<Result> there = ResultMeta.read(layout, id);
        if (there.isPresent()) {
          LOG.info("{} is ready already; what fence {} built is dropped", id, result.fence());
          index.add(there.get());
          return there.get();
        }
        damaged = trash.take(folder);
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
      index.add(result);
      return result;
    } finally {
      moves.unlock();
      if (damaged != null) {
        trash.empty(damaged);
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

  @Override
  public Optional<Result> open(WorkspaceId id) {
    Result result = index.get(id);
    if (result == null || isThere(result)) {
      return Optional.ofNullable(result);
    }
    // Only if nobody replaced or forgot it in between: they say themselves what they did.
    if (index.remove(result)) {
      LOG.warn("{} was removed or changed by hand; {} counts as absent", result.path(), id);
    }
    return Optional.empty();
  }

  private static boolean isThere(Result result) {
    try {
      return ResultMeta.isThere(result);
    } catch (IOException e) {
      LOG.error("{} cannot be reached", result.path(), e);
      return false;
    }
  }

  @Override
  public boolean forget(WorkspaceId id) throws IOException {
    Path folder = layout.folder(id);
    Path taken;
    moves.lock();
    try {
      // Out of the index first: from here on, the engine's thread finds nothing to serve.
      Result known = index.remove(id);
      if (known == null || !Files.exists(folder, NOFOLLOW_LINKS)) {
        return false;
      }
      try {
        taken = trash.take(folder);
      } catch (IOException e) {
        index.add(known);
        throw e;
      }
      Disk.forceFolder(layout.folder(id.name()));
    } finally {
      moves.unlock();
    }
    trash.empty(taken);
    return true;
  }

  @Override
  public List<Result> results() {
    return index.sorted();
  }

  @Override
  public Optional<Result> newest(WorkspaceName name) {
    return index.newest(name).filter(DiskResultStore::isThere);
  }

  @Override
  public OptionalLong usualBuildMs(WorkspaceName name) {
    return index.usualBuildMs(name);
  }

  @Override
  public void unstage(Lease lease) throws IOException {
    Trash.delete(layout.adopted(lease));
    Trash.delete(layout.staging(lease));
  }

  @Override
  public void sweep(Collection<Lease> live) {
    live.forEach(lease -> leftovers.remove(layout.staging(lease)));
    leftovers.forEach(trash::empty);
    leftovers.clear();
  }

  private IOException explained(IOException e, Lease lease) {
    if (Disk.isFull(e, layout.staging())) {
      LOG.warn("No space left for fence {} of {}", lease.fence(), lease.id(), e);
      throw new RefusedException(new Problem.StorageFull("the result " + lease.id()));
    }
    return e;
  }
}
