package dev.larder.server.workspaces;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where results lie, and where they are made. One of the three seams below the engine: another
 * store may fetch what a second daemon has.
 *
 * <p>Any thread may call any method. {@link #open}, {@link #results}, {@link #kept}, {@link
 * #bytes}, {@link #use}, {@link #usedMs}, {@link #withdraw}, {@link #usualBuildMs} and {@link
 * #finalPath} are cheap enough for the engine's thread; the others work on the disk, for as long as
 * it takes, and belong on another thread.
 */
public interface ResultStore {
  /**
   * The folder in which the lease's holder makes {@code content}; absolute, made if it is not there
   * (mode 0700). The same lease has the same folder, also after a restart.
   *
   * @throws RefusedException with {@link Problem.StorageFull}
   */
  Path stage(Lease lease) throws IOException;

  /**
   * Puts a content that is sent into a lease's staging, in place of what is there.
   *
   * @throws RefusedException with {@link Problem.LeaseLost} if the staging is gone, {@link
   *     Problem.StorageFull}, {@link Problem.TooLarge} or {@link Problem.BadArchive}
   * @throws IOException if the sender or the disk failed
   */
  void receive(Lease lease, Incoming incoming) throws IOException;

  /** Where {@code content} will lie after a commit, or lies; absolute. */
  Path finalPath(WorkspaceId id);

  /**
   * Makes what the lease's staging holds the ready result of its key. When this returns, the result
   * survives a crash of the machine; when it throws, the store is as it was and {@code content} is
   * still in staging. Where the key has a whole result already, that one stays and is returned.
   *
   * @param nowMs when the commit was asked for, in milliseconds since 1970-01-01 UTC
   * @throws RefusedException with {@link Problem.NothingStaged} if there is no {@code content}, or
   *     it cannot be kept; with {@link Problem.StorageFull} if there is no space; with {@link
   *     Problem.TooLarge} if it is more than the store may hold in all
   */
  Result commit(Lease lease, long nowMs) throws IOException;

  /** The ready result of a key, if there is one and its content still lies there. */
  Optional<Result> open(WorkspaceId id);

  /**
   * Removes the ready result of a key.
   *
   * @return whether there was one
   */
  boolean forget(WorkspaceId id) throws IOException;

  /**
   * Takes a ready result away from all who ask from now on; {@link #remove} is to follow. Until
   * then its files lie where they were, and a crash brings it back.
   *
   * @return whether it was still there
   */
  boolean withdraw(Result result);

  /** Removes a withdrawn result from the disk, unless a commit of its key has done so. */
  void remove(Result result) throws IOException;

  /** Reads a result from end to end: whether its content is what its digest says. */
  boolean isWhole(Result result) throws IOException;

  /** All ready results with their last use, in no order, as of now. */
  Collection<Kept> kept();

  /** When a ready result was last used, in milliseconds; else when it was made. */
  long usedMs(Result result);

  /** The bytes of all ready results together. */
  long bytes();

  /** A result was used; {@link #saveUses} keeps it over a restart. */
  void use(WorkspaceId id, long nowMs);

  /** Keeps the last uses over a restart, as far as the disk can; a crash may lose some. */
  void saveUses();

  /** The bytes that the disk has left for this user. */
  long freeBytes() throws IOException;

  /** All ready results, in the order of their names and keys, as of now. */
  List<Result> results();

  /**
   * The ready result of this name that was committed last. It looks through all results: for the
   * engine's thread only where it is asked for by name.
   */
  Optional<Result> newest(WorkspaceName name);

  /**
   * How long builds of this name take: the median of the last ones that this run of the daemon
   * knows of, those whose results lay ready at its start included.
   */
  OptionalLong usualBuildMs(WorkspaceName name);

  /** Removes a lease's staging, if it is there. */
  void unstage(Lease lease) throws IOException;

  /**
   * Removes what lay in staging when the store was opened, but not the staging of these leases. To
   * be called once, when it is known which leases of the last run still live; leases of this run
   * may be staged at the same time. What cannot be removed is told in the log.
   */
  void sweep(Collection<Lease> live);
}
