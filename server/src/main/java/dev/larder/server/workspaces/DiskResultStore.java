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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store below one root; the package's page tells its files and the order in which they become
 * true.
 *
 * <p>Threads: the engine's thread reads the {@link ResultIndex index} without waiting for anyone.
 * What changes a key's folder is the {@link Shelf}'s, under one lock; reading and forcing a
 * content, which take long, are done outside of it.
 */
public final class DiskResultStore implements ResultStore {
  private static final Logger LOG = LoggerFactory.getLogger(DiskResultStore.class);
  private static final Set<PosixFilePermission> OWNER_ONLY = Trash.OWNER_ALL;

  private final StoreLayout layout;
  private final Audience audience;
  private final Trash trash;

  private final ResultIndex index = new ResultIndex();
  private final Shelf shelf;
  private final long maxBytes;

  /** What lay in staging when the store was opened; no lease of this run is among it. */
  private final Set<Path> leftovers = ConcurrentHashMap.newKeySet();

  private DiskResultStore(StoreLayout layout, Audience audience, long maxBytes) {
    this.layout = layout;
    this.audience = audience;
    this.maxBytes = maxBytes;
    this.trash = new Trash(layout.staging());
    this.shelf = new Shelf(layout, trash, index);
  }

  /**
   * Opens the store below a root, which the caller owns: makes its folders, finds its results, and
   * moves damaged ones to the trash. Nothing is removed before {@link #sweep}.
   *
   * @param maxBytes a result that is longer can never be kept, and its commit is refused
   */
  public static DiskResultStore open(Path root, Audience audience, long maxBytes)
      throws IOException {
    DiskResultStore store = new DiskResultStore(StoreLayout.below(root), audience, maxBytes);
    store.makeFolders();
    for (Kept kept : StoreScan.run(store.layout, store.trash)) {
      store.index.add(kept.result(), kept.usedMs());
    }
    store.leftovers.addAll(Trash.entries(store.layout.staging()));
    return store;
  }

  /** A store that its user has alone. */
  static DiskResultStore open(Path root) throws IOException {
    return open(root, Audience.OWNER, Quota.NO_LIMIT);
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
    if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
      // A link would lead all that follows to wherever its builder likes.
      String reason = "the folder that was made for it is not there any more";
      throw new RefusedException(new Problem.NothingStaged(folder.toString(), reason));
    }
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
      if (sealed.bytes() > maxBytes) {
        throw new RefusedException(new Problem.TooLarge("result", maxBytes, "bytes"));
      }
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
      return shelf.place(staged, result, nowMs);
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
    return shelf.forget(id);
  }

  @Override
  public boolean withdraw(Result result) {
    return shelf.withdraw(result);
  }

  @Override
  public void remove(Result result) throws IOException {
    shelf.remove(result);
  }

  @Override
  public boolean isWhole(Result result) throws IOException {
    return isThere(result) && Seal.read(result).equals(result.digest());
  }

  @Override
  public Collection<Kept> kept() {
    return index.all();
  }

  @Override
  public long usedMs(Result result) {
    return index.usedMs(result);
  }

  @Override
  public long bytes() {
    return index.bytes();
  }

  @Override
  public void use(WorkspaceId id, long nowMs) {
    index.use(id, nowMs);
  }

  @Override
  public void saveUses() {
    for (Kept kept : index.takeUsed()) {
      try {
        ResultMeta.writeUse(layout, kept);
      } catch (IOException e) {
        LOG.debug("The last use of {} is not kept over a restart", kept.result().id(), e);
      }
    }
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(layout.workspaces()).getUsableSpace();
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
