package dev.larder.client;

import dev.larder.protocol.Ack;
import dev.larder.protocol.DaemonStatus;
import dev.larder.protocol.DaemonVersion;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.StatsList;
import dev.larder.protocol.WorkspaceList;
import dev.larder.protocol.WorkspaceResult;
import dev.larder.protocol.WriteAnswer;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A client of one Larder daemon. It connects when the first call is made, and starts the daemon if
 * none runs and the options allow it. Any number of threads may call it at once.
 *
 * <p>Every call may throw a {@link LarderException}. A call that is repeated by itself is one that
 * can do no harm: a read, a request of which no byte was sent, or one that the daemon put off
 * without changing anything.
 */
@SuppressWarnings("DoNotCallSuggester") // Only until the bodies are there.
public final class Larder implements AutoCloseable {
  private final ClientOptions options;

  private Larder(ClientOptions options) {
    this.options = options;
  }

  /** The daemon of that root; all else as {@link ClientOptions#defaults} says. */
  public static Larder open(Path root) {
    return open(ClientOptions.defaults().withRoot(root));
  }

  /** The daemon that the options name. */
  public static Larder open(ClientOptions options) {
    return new Larder(options);
  }

  /** Folds entries into a document, and returns once that is durable. */
  public WriteAnswer merge(String doc, byte[] entries) {
    return merge(doc, entries, Ack.DURABLE);
  }

  /**
   * Folds entries into a document, which is made if it is missing: an entry replaces the one of its
   * name, others stay.
   *
   * @param entries a JSON object
   */
  public WriteAnswer merge(String doc, byte[] entries, Ack ack) {
    throw new UnsupportedOperationException();
  }

  /** Applies a JSON Merge Patch (RFC 7396) to a document. */
  public WriteAnswer patch(String doc, byte[] mergePatch, WriteOptions writeOptions) {
    throw new UnsupportedOperationException();
  }

  /** Replaces a document, or makes it. */
  public WriteAnswer put(String doc, byte[] json, WriteOptions writeOptions) {
    throw new UnsupportedOperationException();
  }

  /** Removes a document. */
  public WriteAnswer delete(String doc, WriteOptions writeOptions) {
    throw new UnsupportedOperationException();
  }

  /** A whole document in memory; {@link #copyTo} suits large ones. */
  public StatsDocument get(String doc) {
    throw new UnsupportedOperationException();
  }

  /**
   * A part of a document.
   *
   * @param pointer a JSON Pointer (RFC 6901), such as {@code /a/b}; empty for the whole
   */
  public byte[] get(String doc, String pointer) {
    throw new UnsupportedOperationException();
  }

  /** A document if it is at another version than that; empty if it is still at it. */
  public Optional<StatsDocument> getIfNewer(String doc, long version) {
    throw new UnsupportedOperationException();
  }

  /**
   * Copies a whole document to a stream, of which it holds only a part in memory.
   *
   * @return the document's version
   * @throws java.io.UncheckedIOException if the target cannot be written
   */
  public long copyTo(String doc, OutputStream target) {
    throw new UnsupportedOperationException();
  }

  /** The stats documents. */
  public StatsList stats() {
    throw new UnsupportedOperationException();
  }

  /** How a document is published. */
  public DocumentSettings settings(String doc) {
    throw new UnsupportedOperationException();
  }

  /** Sets how a document is published; it is made if it is missing. */
  public WriteAnswer settings(String doc, DocumentSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** The workspaces. */
  public WorkspaceList workspaces() {
    throw new UnsupportedOperationException();
  }

  /** The keys of one workspace. */
  public WorkspaceResult.Keys results(String name) {
    throw new UnsupportedOperationException();
  }

  /** One key of a workspace. */
  public WorkspaceResult result(String name, String key) {
    throw new UnsupportedOperationException();
  }

  /** Removes a ready result. */
  public void forget(String name, String key) {
    throw new UnsupportedOperationException();
  }

  /** {@link #build(String, String, BuildOptions, BuildFunction)} with the default options. */
  public <E extends Exception> BuildResult build(String name, String key, BuildFunction<E> function)
      throws E {
    return build(name, key, BuildOptions.defaults(), function);
  }

  /**
   * Returns the result of that workspace and key. If it is not there and nobody builds it, the
   * function builds it, in this thread; if somebody does, this waits. The lease lives as long as
   * this client's connection, and over a restart of the daemon it is taken up again: there is
   * nothing to renew. A function may run again if its lease was lost, its first result being thrown
   * away.
   *
   * @return the result, pinned until it is closed
   * @throws E what the function threw, as it is; everyone who waits is told before
   * @throws LarderException.BuildFailed if the build that was waited for failed
   * @throws LarderException.TimedOut if neither the result nor the lease came in {@link
   *     BuildOptions#waitMs}
   */
  public <E extends Exception> BuildResult build(
      String name, String key, BuildOptions buildOptions, BuildFunction<E> function) throws E {
    throw new UnsupportedOperationException();
  }

  /** What a person wants to know of the daemon. */
  public DaemonStatus status() {
    throw new UnsupportedOperationException();
  }

  /** Who answers. */
  public DaemonVersion version() {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks the daemon to stop, and returns when it has left: everything durable is published, and its
   * socket is gone. Never starts one.
   *
   * @return whether a daemon ran
   * @throws LarderException.TimedOut if it is still there after {@link ClientOptions#timeoutMs}
   */
  public boolean stop() {
    throw new UnsupportedOperationException();
  }

  /** Closes the connections; open builds lose their leases, results their pins. */
  @Override
  public void close() {
    throw new UnsupportedOperationException(options.toString());
  }
}
