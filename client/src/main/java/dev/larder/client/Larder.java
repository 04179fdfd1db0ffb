package dev.larder.client;

import dev.larder.client.http.Deadline;
import dev.larder.client.http.Request;
import dev.larder.protocol.Ack;
import dev.larder.protocol.BatchAnswer;
import dev.larder.protocol.DaemonStatus;
import dev.larder.protocol.DaemonVersion;
import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentEvent;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.EvictionAnswer;
import dev.larder.protocol.EvictionRequest;
import dev.larder.protocol.Health;
import dev.larder.protocol.Limits;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.Pin;
import dev.larder.protocol.PinName;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.ReleaseAnswer;
import dev.larder.protocol.StatsList;
import dev.larder.protocol.StatsLog;
import dev.larder.protocol.WorkspaceEvent;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceList;
import dev.larder.protocol.WorkspaceName;
import dev.larder.protocol.WorkspaceResult;
import dev.larder.protocol.WorkspaceSettings;
import dev.larder.protocol.WriteAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of one Larder daemon. It connects when the first call is made, and starts the daemon if
 * none runs and the options allow it. Any number of threads may call it at once. A working example
 * is on the package's page.
 *
 * <p>Every call may throw a {@link LarderException}; a name that is none, or a thing that is not
 * there, is a {@link LarderException.Refused}. A call is repeated by itself where that can do no
 * harm: a read, a request of which no byte was sent, one that the daemon put off without changing
 * anything, and each write of a document. Those carry an Idempotency-Key, by which the daemon does
 * them once however often they come: so a daemon that is killed in the middle and started again is
 * not noticed but for the wait, up to {@link ClientOptions#timeoutMs}. Bodies are UTF-8 JSON (RFC
 * 8259).
 */
public final class Larder implements AutoCloseable {
  private final ClientOptions options;
  private final Calls calls;

  private Larder(ClientOptions options) {
    this.options = options;
    this.calls = new Calls(options);
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
    return merge(doc, entries, WriteOptions.DEFAULTS.withAck(ack));
  }

  /** The same, on a condition, or with a key of the caller's. */
  public WriteAnswer merge(String doc, byte[] entries, WriteOptions writeOptions) {
    return document(doc).merge(entries, writeOptions);
  }

  /**
   * Folds entries into several documents: into all of them or none, with one version each. For what
   * belongs together, as the timings and the failures of one run.
   *
   * @param merges a JSON object for each document; 1 to 1,000 documents
   * @throws LarderException.Refused with the member {@code document}, if one of them is refused
   */
  public BatchAnswer mergeAll(Map<String, byte[]> merges, Ack ack) {
    return mergeAll(merges, WriteOptions.DEFAULTS.withAck(ack));
  }

  /**
   * The same with a key of the caller's. A batch knows no conditions.
   *
   * @throws IllegalArgumentException if the options have one
   */
  public BatchAnswer mergeAll(Map<String, byte[]> merges, WriteOptions writeOptions) {
    if (writeOptions.ifVersion() != null || writeOptions.ifAbsent()) {
      throw new IllegalArgumentException("A batch is done on no condition");
    }
    Map<DocName, byte[]> checked = new LinkedHashMap<>();
    merges.forEach((doc, entries) -> checked.put(checked(() -> DocName.parse(doc)), entries));
    Request request =
        Request.once(
            "POST",
            Paths.BATCH + "?ack=" + writeOptions.ack().word(),
            DocumentCalls.key(writeOptions));
    return calls.message(
        request.withBody(MediaTypes.JSON, BatchBody.of(checked)), BatchAnswer.class);
  }

  /** Applies a JSON Merge Patch (RFC 7396) to a document. */
  public WriteAnswer patch(String doc, byte[] mergePatch, WriteOptions writeOptions) {
    return document(doc).patch(mergePatch, writeOptions);
  }

  /**
   * Replaces a document, or makes it.
   *
   * @param json a JSON object
   */
  public WriteAnswer put(String doc, byte[] json, WriteOptions writeOptions) {
    return document(doc).put(json, writeOptions);
  }

  /** Removes a document. */
  public WriteAnswer delete(String doc, WriteOptions writeOptions) {
    return document(doc).delete(writeOptions);
  }

  /** A whole document in memory; {@link #copyTo} suits large ones. */
  public StatsDocument get(String doc) {
    return document(doc).get();
  }

  /**
   * A part of a document.
   *
   * @param pointer a JSON Pointer (RFC 6901), such as {@code /a/b}; empty for the whole
   */
  public byte[] get(String doc, String pointer) {
    return document(doc).get(pointer);
  }

  /** A document if it is at another version than that; empty if it is still at it (RFC 9110). */
  public Optional<StatsDocument> getIfNewer(String doc, long version) {
    return document(doc).getIfNewer(version);
  }

  /**
   * The same, but waits for a newer version if there is none yet.
   *
   * @param version the one that is known; 0 for a document that need not be there yet
   * @param waitMs how long to wait, in milliseconds
   * @return empty if there was none in that time
   */
  public Optional<StatsDocument> getIfNewer(String doc, long version, long waitMs) {
    return document(doc).getIfNewer(version, Deadline.afterMs(waitMs));
  }

  /**
   * Watches a document, which need not be there yet: first {@link DocumentEvent.Open} with the
   * version where it is, then every later one. The caller closes it.
   */
  public Watch<DocumentEvent> watch(String doc) {
    return watch(doc, null);
  }

  /** Watches a document from behind that version, as far as versions are remembered. */
  public Watch<DocumentEvent> watch(String doc, long after) {
    return watch(doc, Long.toString(after));
  }

  private Watch<DocumentEvent> watch(String doc, @Nullable String after) {
    DocName name = checked(() -> DocName.parse(doc));
    return Watch.open(calls, options, Paths.events(name), DocumentEvent.class, after);
  }

  /** Watches the keys of a workspace, of which there need be none yet. The caller closes it. */
  public Watch<WorkspaceEvent> watchWorkspace(String name) {
    WorkspaceName workspace = checked(() -> WorkspaceName.parse(name));
    return Watch.open(calls, options, Paths.events(workspace), WorkspaceEvent.class, null);
  }

  /**
   * The last versions of a document, also of a deleted one, the newest first.
   *
   * @param limit how many at most, 1 to {@link Limits#LOG_VERSIONS}
   */
  public StatsLog log(String doc, int limit) {
    DocName name = checked(() -> DocName.parse(doc));
    return calls.message(Request.get(Paths.log(name) + "?limit=" + limit), StatsLog.class);
  }

  /**
   * Copies a whole document to a stream, of which it holds only a part in memory. If it throws, a
   * part may be written.
   *
   * @return the document's version
   * @throws UncheckedIOException if the target cannot be written
   */
  public long copyTo(String doc, OutputStream target) {
    return document(doc).copyTo(target);
  }

  /** The stats documents. */
  public StatsList stats() {
    return calls.message(Request.get(Paths.STATS), StatsList.class);
  }

  /** How a document is published. */
  public DocumentSettings settings(String doc) {
    return document(doc).settings();
  }

  /** Sets how a document is published; it is made if it is missing. */
  public WriteAnswer settings(String doc, DocumentSettings settings) {
    return settings(doc, settings, WriteOptions.DEFAULTS);
  }

  /** The same, on a condition, or with a key of the caller's. */
  public WriteAnswer settings(String doc, DocumentSettings settings, WriteOptions writeOptions) {
    return document(doc).settings(settings, writeOptions);
  }

  /** The workspaces. */
  public WorkspaceList workspaces() {
    return calls.message(Request.get(Paths.WORKSPACES), WorkspaceList.class);
  }

  /** The keys of one workspace. */
  public WorkspaceResult.Keys results(String name) {
    return calls.message(Request.get(Paths.workspace(workspace(name))), WorkspaceResult.Keys.class);
  }

  /** One key of a workspace. */
  public WorkspaceResult result(String name, String key) {
    return key(name, key).result();
  }

  /** Removes a ready result. */
  public void forget(String name, String key) {
    key(name, key).forget(false);
  }

  /**
   * Waits until a key of a workspace is ready. Never builds it, and need not be asked again if
   * nobody builds it yet.
   *
   * @param waitMs longest wait, in milliseconds; {@link BuildOptions#NO_LIMIT} for none
   * @return the ready result
   * @throws LarderException.BuildFailed if its build fails, or failed before and is not to be tried
   *     again yet
   * @throws LarderException.TimedOut if it is not there in that time
   */
  public WorkspaceResult await(String name, String key, long waitMs) {
    return key(name, key).await(waitMs);
  }

  /**
   * Takes the lease of a key away from its builder, whose result nobody will take then; the next
   * one who waits is granted.
   *
   * @return which lease it was
   * @throws LarderException.Refused with not-found if nobody builds the key, with being-built if it
   *     is being committed
   */
  public ReleaseAnswer release(String name, String key) {
    return key(name, key).release();
  }

  /** How the builds of a workspace are run. */
  public WorkspaceSettings workspaceSettings(String name) {
    Request request = Request.get(Paths.settings(workspace(name)));
    return calls.message(request, WorkspaceSettings.class);
  }

  /**
   * Sets how the builds of a workspace are run, as a whole.
   *
   * @return the settings, durable
   */
  public WorkspaceSettings workspaceSettings(String name, WorkspaceSettings settings) {
    Request request =
        Request.change("PUT", Paths.settings(workspace(name)))
            .withBody(MediaTypes.JSON, Messages.write(settings))
            .asRepeatable();
    return calls.message(request, WorkspaceSettings.class);
  }

  /** Removes a ready result also if it is pinned, with its pins by name. */
  public void forgetPinned(String name, String key) {
    key(name, key).forget(true);
  }

  /**
   * Pins a ready result by name, or sets anew when such a pin ends: it is not evicted while the pin
   * is there, also after a restart of the daemon.
   *
   * @param lasts when the pin ends by itself, in whole seconds from now; null for never
   */
  public Pin pin(String name, String key, String pin, @Nullable Duration lasts) {
    return pins(name, key).pin(checked(() -> PinName.parse(pin)), lasts);
  }

  /** Ends a pin by name. */
  public void unpin(String name, String key, String pin) {
    pins(name, key).unpin(checked(() -> PinName.parse(pin)));
  }

  /**
   * A ready result, pinned until it is closed, or until this client or the daemon ends.
   *
   * @throws LarderException.Refused with not-found if it is not ready
   */
  public BuildResult hold(String name, String key) {
    return pins(name, key).hold();
  }

  /** Evicts results, least recently used first; returns once they are gone from the disk. */
  public EvictionAnswer evict(EvictionRequest request) {
    EvictionRequest asked = checked(request::checked);
    return calls.message(
        Request.change("POST", Paths.EVICTIONS).withBody(MediaTypes.JSON, Messages.write(asked)),
        EvictionAnswer.class);
  }

  private PinCalls pins(String name, String key) {
    return new PinCalls(calls, options.timeoutMs(), id(name, key));
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
   * nothing to renew. If the lease is lost all the same, what the function made or threw is
   * dropped, and the build is asked for again: another client's result is as good, and if there is
   * none, the function runs again.
   *
   * @return the result, pinned until it is closed
   * @throws E what the function threw, as it is; everyone who waits is told before
   * @throws LarderException.BuildFailed if the build that was waited for failed
   * @throws LarderException.TimedOut if neither the result nor the lease came in {@link
   *     BuildOptions#waitMs}, or the function took longer than its deadline
   */
  public <E extends Exception> BuildResult build(
      String name, String key, BuildOptions buildOptions, BuildFunction<E> function) throws E {
    return new Build(calls, options, id(name, key), buildOptions).run(function);
  }

  /** What a person wants to know of the daemon. */
  public DaemonStatus status() {
    return calls.message(Request.get(Paths.STATUS), DaemonStatus.class);
  }

  /**
   * Whether the daemon can take writes.
   *
   * @throws LarderException.Refused if it runs and cannot; the problem says why
   */
  public Health readiness() {
    return calls.message(Request.get(Paths.READYZ), Health.class);
  }

  /** Who answers. */
  public DaemonVersion version() {
    return calls.message(Request.get(Paths.VERSION), DaemonVersion.class);
  }

  /**
   * Asks the daemon to stop, and returns when it has left: everything durable is published, and the
   * root may be taken by another one. Never starts a daemon.
   *
   * @return whether a daemon ran
   * @throws LarderException.TimedOut if it is still there after {@link ClientOptions#timeoutMs}
   */
  public boolean stop() {
    Deadline deadline = Deadline.afterMs(options.timeoutMs());
    try (Calls withoutStart = new Calls(options.withAutostart(false))) {
      return new Departure(withoutStart).await(deadline);
    } catch (IOException e) {
      throw calls.told(e);
    }
  }

  /**
   * Closes the connections, also under calls that run in other threads; open builds lose their
   * leases, results their pins. Closing again does nothing.
   */
  @Override
  public void close() {
    try {
      calls.close();
    } catch (IOException e) {
      throw calls.told(e);
    }
  }

  private DocumentCalls document(String doc) {
    return new DocumentCalls(calls, checked(() -> DocName.parse(doc)));
  }

  private KeyCalls key(String name, String key) {
    return new KeyCalls(calls, id(name, key));
  }

  private static WorkspaceName workspace(String name) {
    return checked(() -> WorkspaceName.parse(name));
  }

  private static WorkspaceId id(String name, String key) {
    return checked(() -> WorkspaceId.parse(name, key));
  }

  /** The daemon would refuse such a name in the same words. */
  private static <T> T checked(Supplier<T> name) {
    try {
      return name.get();
    } catch (RefusedException e) {
      throw new LarderException.Refused(ProblemDetails.of(e.problem()));
    }
  }
}
