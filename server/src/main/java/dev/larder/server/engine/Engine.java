package dev.larder.server.engine;

import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.CommitAnswer;
import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.StatsList;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.publish.Edition;
import dev.larder.server.publish.Publisher;
import dev.larder.server.publish.Source;
import dev.larder.server.workspaces.DiskResultStore;
import dev.larder.server.workspaces.Incoming;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.LeaseMachine;
import dev.larder.server.workspaces.ResultStore;
import java.io.IOException;
import java.io.InputStream;
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
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
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

  /** Commands that may wait: past it clients are told to come again. */
  private static final int QUEUE_COMMANDS = 1 << 16;

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

  private final MpscBlockingConsumerArrayQueue<Runnable> queue =
      new MpscBlockingConsumerArrayQueue<>(QUEUE_COMMANDS);
  private final Thread thread = new Thread(this::run, "engine");
  private final Batch batch = new Batch();
  private final Clock clock = new Clock();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final Limits limits;
  private final Ledger ledger;
  private final StatsDesk stats;
  private final BuildDesk builds;
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

  /** Requests are refused; what the clean stop itself needs still goes through. */
  private volatile boolean refusing;

  /** The thread ends once the queue is empty. */
  private volatile boolean ending;

  private volatile boolean ended;

  /**
   * Recovers what the root holds; nothing runs yet.
   *
   * @param fatal called on the engine's thread when the daemon must end at once
   * @throws IOException if the disk cannot be read or written, or if the journal is damaged
   */
  public Engine(Path root, EngineOptions options, Consumer<Throwable> fatal) throws IOException {
    this.limits = options.limits();
    Path state = root.resolve("state");
    Path statsFolder = root.resolve("stats");
    Recovery recovered = new Recovery(state, options.journal(), options.limits());
    this.takeIn =
        new TakeIn(statsFolder, recovered.documents, recovered.ledger, options.limits(), clock);
    this.fatal = fatal;
    this.ledger = recovered.ledger;
    this.observer = options.observer();
    this.recoveryMs = recovered.tookMs;
    this.stats = new StatsDesk(recovered.documents, ledger, batch, statsFolder, clock, tally);
    this.storeWorkers = newStoreWorkers();
    this.space = new SpaceWatch(state, storeWorkers);
    this.builds =
        new BuildDesk(
            new LeaseMachine(options.leases()),
            recovered.leases,
            DiskResultStore.open(root, options.audience()),
            storeWorkers,
            batch,
            this::enqueue,
            clock,
            tally);
    this.checkpointing = new Checkpointing(recovered, options, this::enqueue);
    this.publisher = new Publisher(this, options.publisher());
    this.overview =
        new Overview(stats, builds, recovered.ledger, publisher, space, takeIn.notices(), clock);
  }

  private static ExecutorService newStoreWorkers() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            STORE_WORKERS,
            STORE_WORKERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // bounded by the leases that are open
            task -> new Thread(task, "store"));
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

  /** Asks for a write; answered once it is durable. */
  public CompletableFuture<Written> write(DocName doc, Write write, Precondition precondition) {
    return submit(reply -> stats.write(doc, write, precondition, reply));
  }

  /**
   * Asks for writes to several documents, which are done together or not at all; answered once they
   * are durable. A refusal names its document.
   */
  public CompletableFuture<Map<DocName, Written>> write(Map<DocName, Write> writes) {
    return submit(reply -> stats.write(writes, reply));
  }

  /** Reads a document as it is durable. */
  public CompletableFuture<DocumentView> read(DocName doc, DocumentView.Want want) {
    return submit(reply -> stats.read(doc, want, reply));
  }

  /** Lists the documents. */
  public CompletableFuture<StatsList> list() {
    return submit(reply -> stats.list(publisher, reply));
  }

  @Override
  public CompletableFuture<Edition> edition(DocName doc) {
    return submit(reply -> stats.edition(doc, reply), true);
  }

  /** Opens a build request; the stream is told what comes of it. */
  public CompletableFuture<Void> request(WorkspaceId id, BuildRequest request, BuildStream stream) {
    return submit(
        reply -> {
          builds.request(id, request, stream);
          reply.complete(null);
        });
  }

  /**
   * The stream of a build request closed. Never refused: a place that is left must become free. At
   * a clean stop it is the daemon that closes the streams: their leases stay, to be resumed with
   * the next daemon.
   */
  public void left(BuildStream stream) {
    if (!refusing) {
      enqueue(() -> builds.left(stream));
    }
  }

  /**
   * What a lease is for.
   *
   * @return refused with {@link Problem.LeaseLost} if it is not held
   */
  public CompletableFuture<WorkspaceId> leased(String token) {
    return submit(reply -> reply.complete(builds.held(token).id()));
  }

  /**
   * Takes the content of a lease's result from its builder. Blocks for as long as the builder sends
   * and the disk writes, on the thread that calls.
   *
   * @param bytes a file's, or those of a tar archive
   * @param mode a file's permission bits
   * @throws RefusedException with {@link Problem.LeaseLost} if the lease is not held, or no longer
   *     at the end; or as {@link ResultStore#receive} says
   * @throws IOException if the sender or the disk failed
   */
  public void receive(String token, InputStream bytes, boolean folder, int mode)
      throws IOException {
    Lease lease = held(token);
    builds
        .store()
        .receive(
            lease,
            new Incoming(bytes, folder, mode, limits.contentBytes(), limits.contentEntries()));
    held(token);
  }

  private Lease held(String token) {
    try {
      return this.<Lease>submit(reply -> reply.complete(builds.held(token))).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RefusedException refused ? refused : e;
    }
  }

  /** Ends a lease with a result; answered once all waiters can use it. */
  public CompletableFuture<CommitAnswer> commit(String token) {
    return submit(reply -> builds.commit(token, reply));
  }

  /**
   * Ends a lease without a result; all waiters are told.
   *
   * @param retryAfterMs how long further requests get the same answer, in milliseconds
   */
  public CompletableFuture<Void> fail(
      String token, String reason, int exitCode, long retryAfterMs) {
    return submit(reply -> builds.fail(token, reason, exitCode, retryAfterMs, reply));
  }

  /** Removes a ready result. */
  public CompletableFuture<Void> forget(WorkspaceId id) {
    return submit(reply -> builds.forget(id, reply));
  }

  /**
   * Looks at the state as a whole, on the engine's thread and between batches.
   *
   * @param look may refuse with {@link RefusedException}
   */
  public <T> CompletableFuture<T> overview(Function<Overview, T> look) {
    return submit(reply -> batch.after(() -> look(look, reply)), true);
  }

  private <T> void look(Function<Overview, T> look, CompletableFuture<T> reply) {
    try {
      reply.complete(look.apply(overview));
    } catch (RefusedException e) {
      reply.completeExceptionally(e);
    }
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
    return queue.size();
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
    return refusing;
  }

  private <T> CompletableFuture<T> submit(Consumer<CompletableFuture<T>> command) {
    return submit(command, false);
  }

  /**
   * @param evenWhenStopping for what the clean stop itself needs
   */
  private <T> CompletableFuture<T> submit(
      Consumer<CompletableFuture<T>> command, boolean evenWhenStopping) {
    CompletableFuture<T> reply = new CompletableFuture<>();
    if (refusing && !evenWhenStopping) {
      reply.completeExceptionally(new RefusedException(new Problem.Stopping()));
    } else if (!queue.offer(() -> perform(command, reply))) {
      reply.completeExceptionally(new RefusedException(new Problem.Overloaded("requests")));
    } else if (ended) {
      // The thread may have ended between the two; completing twice does no harm.
      reply.completeExceptionally(new RefusedException(new Problem.Stopping()));
    }
    return reply;
  }

  /** For what must not be lost, from threads that may wait a moment. */
  private void enqueue(Runnable command) {
    while (!queue.offer(command) && !ended) {
      Thread.onSpinWait();
    }
  }

  private <T> void perform(Consumer<CompletableFuture<T>> command, CompletableFuture<T> reply) {
    try {
      command.accept(reply);
    } catch (RefusedException e) {
      // Answered in its place in the batch: it may speak of writes that are not durable yet.
      batch.after(() -> reply.completeExceptionally(e));
    }
  }

  private void run() {
    if (begin()) {
      serve();
    }
    ended = true;
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
      while (!(ending && queue.isEmpty())) {
        cycle();
      }
    } catch (InterruptedException e) {
      LOG.info("The engine was interrupted and ends");
    } catch (Throwable e) { // whatever it is, memory can't be trusted any more
      fatal.accept(e);
    }
  }

  private void cycle() throws InterruptedException, IOException {
    Runnable command = queue.poll(TICK_MS, TimeUnit.MILLISECONDS);
    for (int taken = 0; command != null; command = queue.poll()) {
      command.run();
      if (++taken == BATCH_COMMANDS || ledger.pendingBytes() >= BATCH_BYTES) {
        break;
      }
    }
    long nowMs = clock.nowMs();
    if (nowMs - lastTickMs >= TICK_MS) {
      lastTickMs = nowMs;
      builds.tick();
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
    if (!storeWorkers.awaitTermination(STORE_STOP_MS, TimeUnit.MILLISECONDS)) {
      LOG.info("A commit is cut short; its builder may resume it with the next daemon");
    }
    checkpointing.stop();
    ending = true;
    enqueue(() -> {}); // wakes the thread
    thread.join();
    ledger.close();
  }

  /** Refuses requests from now on; what was taken before is finished. */
  public void refuseRequests() {
    refusing = true;
  }
}
