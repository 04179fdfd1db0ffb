package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.StatsList;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.publish.Edition;
import dev.larder.server.publish.Publisher;
import dev.larder.server.publish.Source;
import dev.larder.server.workspaces.DiskResultStore;
import dev.larder.server.workspaces.KeyView;
import dev.larder.server.workspaces.LeaseMachine;
import dev.larder.server.workspaces.Quota;
import dev.larder.server.workspaces.ResultStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer's thread and its queue. Any thread may call the public methods; they never
 * block. Futures complete on the engine's thread (or a store worker's), so what depends on them
 * must be short.
 *
 * <p>A future completes exceptionally with {@link RefusedException} when the request is refused:
 * with {@link Problem.Overloaded} if the queue is full, {@link Problem.Stopping} after {@link
 * #stop}, {@link Problem.StorageFull} if the batch could not be made durable.
 */
public final class Engine implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Commands of one batch: bounds how long the first of them waits for its answer. */
  private static final int BATCH_COMMANDS = 4096;

  /** Bytes after which a batch is full, whatever waits: a patch may rewrite large entries. */
  private static final long BATCH_BYTES = 64 << 20;

  /** Threads that commit, forget and clear results: they mostly wait for the disk. */
  private static final int STORE_WORKERS = 8;

  /**
   * How long a commit that runs at a clean stop may take; a cut one is resumed, in milliseconds.
   */
  private static final long STORE_STOP_MS = 1000;

  /** How often graces are looked at when nothing else happens, in milliseconds. */
  private static final long TICK_MS = 1000;

  private final Thread thread = new Thread(this::run, "engine");
  private final Batch batch = new Batch();
  private final Commands commands = new Commands(batch);
  private final Clock clock = new Clock();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final Ledger ledger;
  private final Repeats repeats;
  private final Feed feed;
  private final StatsDesk stats;
  private final BuildDesk builds;
  private final BuildCalls buildCalls;
  private final StoreDesk kept;
  private final Overview overview;
  private final TakeIn takeIn;
  private final Checkpointing checkpointing;
  private final ExecutorService storeWorkers;
  private final Consumer<Throwable> fatal;
  private final Publisher publisher;
  private final EngineObserver observer;
  private final Tally tally = new Tally();
  private final SpaceWatch space;
  private final long recoveryMs;

  private long lastTickMs;

  /** The thread ends once the queue is empty. */
  private volatile boolean ending;

  /**
   * Recovers what the root holds; nothing runs yet.
   *
   * @param fatal called on the engine's thread when the daemon must end at once
   * @throws IOException if the disk cannot be read or written, or if the journal is damaged
   */
  public Engine(Path root, EngineOptions options, Consumer<Throwable> fatal) throws IOException {
    Path state = root.resolve("state");
    Path statsFolder = root.resolve("stats");
    Recovery recovered = new Recovery(state, options.journal(), options.limits(), options.keys());
    this.takeIn =
        new TakeIn(
            statsFolder,
            recovered.documents,
            recovered.history,
            recovered.ledger,
            options.limits(),
            clock);
    this.fatal = fatal;
    this.ledger = recovered.ledger;
    this.observer = options.observer();
    this.recoveryMs = recovered.tookMs;
    this.repeats = new Repeats(recovered.keys, ledger, batch, clock, tally);
    this.feed = new Feed(recovered.documents, recovered.history);
    this.stats =
        new StatsDesk(recovered.documents, repeats, feed, batch, statsFolder, clock, tally);
    this.storeWorkers = newStoreWorkers();
    this.space = new SpaceWatch(state, storeWorkers);
    LeaseMachine machine = new LeaseMachine(options.leases());
    Quota quota = options.quota();
    ResultStore store = DiskResultStore.open(root, options.audience(), quota.maxBytes());
    PinDesk pins = new PinDesk(recovered.pins, store, ledger, batch, clock);
    this.kept = new StoreDesk(store, machine, pins, quota, clock, tally, commands::enqueue);
    this.builds =
        new BuildDesk(
            machine,
            recovered.leases,
            recovered.workspaces,
            store,
            kept,
            storeWorkers,
            batch,
            new LeaseEnds(repeats),
            commands::enqueue,
            clock,
            this::keyEnded,
            tally);
    this.checkpointing = new Checkpointing(recovered, options, commands::enqueue);
    this.publisher = new Publisher(this, options.publisher());
    this.overview =
        new Overview(
            stats,
            repeats,
            builds,
            kept,
            recovered.ledger,
            publisher,
            space,
            takeIn.notices(),
            clock);
    this.buildCalls =
        new BuildCalls(commands, batch, builds, kept, overview, ledger, options.limits(), clock);
  }

  private void keyEnded(WorkspaceId id, KeyView.@Nullable Failed failed) {
    buildCalls.ended(id, failed);
  }

  private static ExecutorService newStoreWorkers() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            STORE_WORKERS,
            STORE_WORKERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // bounded by the leases that are open
            task -> new Thread(task, "store"),
            // Only a clean stop refuses any: what it leaves undone, the next start does.
            (task, stopped) -> LOG.debug("The daemon stops; the store is left as it is"));
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  /**
   * Starts the thread, which takes in the files that are found and puts the last run's leases into
   * their grace, then the publisher. Requests are answered when this returns.
   *
   * @throws IOException if the disk cannot be read or written
   */
  public void start() throws IOException {
    thread.start();
    try {
      begun.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
    publisher.start();
  }

  /**
   * Asks for a write; answered once it is durable.
   *
   * @param who who asks, for people who look back
   * @param once by which it is done once, however often it is asked for; null for each time. Of a
   *     repeat the precondition is not looked at
   * @return refused with {@link Problem.IdempotencyKeyReused} if the key is another request's
   */
  public CompletableFuture<Written> write(
      DocName doc, Write write, Precondition precondition, String who, @Nullable OnceKey once) {
    return commands.submit(reply -> stats.write(doc, write, precondition, who, once, reply));
  }

  /** How a write was answered if it was done before; empty if it was not. */
  public CompletableFuture<Optional<Written>> written(@Nullable OnceKey once) {
    return commands.submit(reply -> stats.recall(once, reply));
  }

  /**
   * Asks for writes to several documents, which are done together or not at all; answered once they
   * are durable. A refusal names its document.
   *
   * @param who who asks, for people who look back
   * @param once as with one document
   */
  public CompletableFuture<Map<DocName, Written>> write(
      Map<DocName, Write> writes, String who, @Nullable OnceKey once) {
    return commands.submit(reply -> stats.write(writes, who, once, reply));
  }

  /** Reads a document as it is durable. */
  public CompletableFuture<DocumentView> read(DocName doc, DocumentView.Want want) {
    return commands.submit(reply -> stats.read(doc, want, reply));
  }

  /** Lists the documents. */
  public CompletableFuture<StatsList> list() {
    return commands.submit(reply -> stats.list(publisher, reply));
  }

  @Override
  public CompletableFuture<Edition> edition(DocName doc) {
    return commands.submitAlways(reply -> stats.edition(doc, reply));
  }

  /**
   * Looks at the state as a whole, on the engine's thread and between batches.
   *
   * @param look may refuse with {@link RefusedException}
   */
  public <T> CompletableFuture<T> overview(Function<Overview, T> look) {
    return commands.submitAlways(reply -> batch.after(() -> overview.show(look, reply)));
  }

  /** What can be asked about builds, leases and results. */
  public BuildCalls builds() {
    return buildCalls;
  }

  public Publisher publisher() {
    return publisher;
  }

  /** What was done since the start. */
  public Tally tally() {
    return tally;
  }

  /** How many commands wait for the engine, about. */
  public int queued() {
    return commands.size();
  }

  /** How long the recovery at the start took, in milliseconds. */
  public long recoveryMs() {
    return recoveryMs;
  }

  /** Since when there has been no room for the journal; empty while there is. */
  public Optional<Instant> fullSince() {
    return Optional.ofNullable(space.fullSince());
  }

  /** Whether {@link #refuseRequests} was called: the clean stop is under way. */
  public boolean isStopping() {
    return commands.isRefusing();
  }

  private void run() {
    if (begin()) {
      serve();
    }
    commands.end();
  }

  private boolean begin() {
    try {
      takeIn.run();
      builds.restore();
      stats.documents().all().forEach(document -> publisher.changed(document.name));
      takeIn.removed().forEach(publisher::changed);
      return begun.complete(null);
    } catch (IOException | RuntimeException | Error e) {
      begun.completeExceptionally(e);
      return false;
    }
  }

  private void serve() {
    try {
      while (!(ending && commands.isEmpty())) {
        cycle();
      }
    } catch (InterruptedException e) {
      LOG.info("The engine was interrupted and ends");
    } catch (Throwable e) { // whatever it is, memory can't be trusted any more
      fatal.accept(e);
    }
  }

  private void cycle() throws InterruptedException, IOException {
    Runnable command = commands.await(idleMs(clock.nowMs()));
    repeats.trim();
    for (int taken = 0; command != null; command = commands.poll()) {
      command.run();
      if (++taken == BATCH_COMMANDS || ledger.pendingBytes() >= BATCH_BYTES) {
        break;
      }
    }
    long nowMs = clock.nowMs();
    if (nextDeadlineMs() <= nowMs) {
      builds.tick();
      buildCalls.answerOverdue(nowMs);
    }
    if (nowMs - lastTickMs >= TICK_MS) {
      lastTickMs = nowMs;
      builds.tick();
      kept.tick();
      space.tick();
      if (space.fullSince() == null) { // else what goes would be undone, over and over
        stats.tick();
      }
    }
    // An answer may cause further changes (a lease granted, one given back): commit those too.
    do {
      settle();
    } while (ledger.pendingBytes() > 0 || batch.owes());
    checkpointing.startIfDue();
  }

  /** How long the engine may sleep: no deadline is to be kept waiting for a tick. */
  private long idleMs(long nowMs) {
    return Math.max(0, Math.min(TICK_MS, nextDeadlineMs() - nowMs));
  }

  private long nextDeadlineMs() {
    return Math.min(builds.nextDeadlineMs(), buildCalls.nextMs());
  }

  private void settle() throws IOException {
    boolean committed = true;
    boolean writes = ledger.pendingBytes() > 0;
    try {
      if (ledger.commit() instanceof Ledger.Outcome.Superseded superseded) {
        throw new IllegalStateException("The local ledger has one writer, yet: " + superseded);
      }
      if (writes) {
        space.written();
      }
      if (batch.writes() > 0) {
        observer.committed(batch.writes());
      }
    } catch (LedgerFullException e) {
      LOG.debug("The writes of this batch are refused", e);
      space.refused();
      batch.undo();
      committed = false;
    }
    for (DocName doc : batch.changed()) {
      publisher.changed(doc);
    }
    batch.settle(committed);
    feed.ring();
    builds.feed().ring();
  }

  /**
   * The clean stop: refuses what comes from now on, finishes what waits, publishes everything
   * durable, and ends the threads.
   *
   * @param publishMs how long publishing may take, in milliseconds
   */
  public void stop(long publishMs) throws InterruptedException, IOException {
    refuseRequests();
    if (!publisher.drain(publishMs)) {
      LOG.warn("Not every document could be published; the journal has them all");
    }
    publisher.close();
    storeWorkers.shutdown();
    kept.stop();
    if (!storeWorkers.awaitTermination(STORE_STOP_MS, TimeUnit.MILLISECONDS)) {
      LOG.info("A commit is cut short; its builder may resume it with the next daemon");
    }
    checkpointing.stop();
    ending = true;
    commands.enqueue(() -> {}); // wakes the thread
    thread.join();
    ledger.close();
  }

  /** Refuses requests from now on; what was taken before is finished. */
  public void refuseRequests() {
    commands.refuse();
    commands.enqueue(buildCalls::refuseWaiting);
  }
}
