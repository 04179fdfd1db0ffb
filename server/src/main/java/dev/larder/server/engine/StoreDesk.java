package dev.larder.server.engine;

import dev.larder.protocol.EvictionAnswer;
import dev.larder.protocol.EvictionRequest;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.workspaces.Eviction;
import dev.larder.server.workspaces.Kept;
import dev.larder.server.workspaces.LeaseMachine;
import dev.larder.server.workspaces.Quota;
import dev.larder.server.workspaces.Result;
import dev.larder.server.workspaces.ResultStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store within its quota. It decides on the engine's thread, where all pins are known,
 * and withdraws what goes at once, so that nobody is given it any more; a thread of its own, {@code
 * eviction}, removes the files, and looks how much the disk has left.
 */
final class StoreDesk { // engine thread only, but where said otherwise
  private static final Logger LOG = LoggerFactory.getLogger(StoreDesk.class);

  /** How often last uses are written down, and ages looked at, at most, in milliseconds. */
  private static final long KEEP_MS = 60_000;

  /** What is freed for a commit or an upload that met a full disk: more than a block or two. */
  private static final long ROOM_BYTES = 64 << 20;

  /** How long a commit that met a full disk waits for that, in milliseconds. */
  private static final long ROOM_WAIT_MS = 30_000;

  private static final long STOP_WAIT_MS = 500;

  private final ResultStore store;
  private final LeaseMachine machine;
  private final PinDesk pins;
  private final Quota quota;
  private final Clock clock;
  private final Tally tally;
  private final Consumer<Runnable> toEngine;

  /** One thread, so that a look at the disk comes after the removals before it. */
  private final ExecutorService eviction = newThread();

  /** The disk is being looked at. */
  private boolean looking;

  private long keptMs;
  private long agedMs;

  StoreDesk(
      ResultStore store,
      LeaseMachine machine,
      PinDesk pins,
      Quota quota,
      Clock clock,
      Tally tally,
      Consumer<Runnable> toEngine) {
    this.store = store;
    this.machine = machine;
    this.pins = pins;
    this.quota = quota;
    this.clock = clock;
    this.tally = tally;
    this.toEngine = toEngine;
  }

  private static ExecutorService newThread() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // a task a decision, and one a second
            task -> new Thread(task, "eviction"));
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  PinDesk pins() {
    return pins;
  }

  Quota quota() {
    return quota;
  }

  /** A result is in use now. */
  void used(WorkspaceId id) {
    store.use(id, clock.nowMs());
  }

  /** A stream or a download has let a result go, which may have been all that kept it. */
  void release(WorkspaceId id) {
    pins.release(id);
    grown();
  }

  /** A result came into the store: makes room if all take too much now. */
  void grown() {
    if (store.bytes() > quota.maxBytes()) {
      var unused = evict(among().downTo(quota.lowBytes()), Eviction.Reason.BYTES);
    }
  }

  /** Time passed. */
  void tick() {
    long nowMs = clock.nowMs();
    pins.tick(nowMs);
    grown(); // pins may have ended
    if (quota.maxAgeMs() != Quota.NO_LIMIT
        && nowMs - agedMs >= Math.min(KEEP_MS, quota.maxAgeMs() / 10)) {
      agedMs = nowMs;
      long moment = nowMs - quota.maxAgeMs();
      var unused = evict(among().usedBefore(moment).all(), Eviction.Reason.AGE);
    }
    if (nowMs - keptMs >= KEEP_MS) {
      keptMs = nowMs;
      onThread(store::saveUses);
    }
    if (quota.minFreeBytes() > 0 && !looking) {
      looking = onThread(this::lookAtTheDisk);
    }
  }

  private void lookAtTheDisk() { // the eviction's thread
    long missing = 0;
    try {
      missing = quota.missingBytes(store.freeBytes());
    } catch (IOException e) {
      LOG.warn("The disk does not tell how much it has left", e);
    }
    long bytes = missing;
    toEngine.accept(
        () -> {
          looking = false;
          if (bytes > 0) {
            var unused = evict(among().freeing(bytes), Eviction.Reason.SPACE);
          }
        });
  }

  /**
   * The disk is full: evicts something, and waits until it is gone. For a store worker, or another
   * thread that may wait.
   *
   * @return whether there is more room now
   */
  boolean makeRoom() {
    CompletableFuture<Boolean> made = new CompletableFuture<>();
    toEngine.accept(
        () -> {
          List<Kept> going = among().freeing(ROOM_BYTES);
          var unused =
              evict(going, Eviction.Reason.SPACE).thenRun(() -> made.complete(!going.isEmpty()));
        });
    try {
      return made.completeOnTimeout(false, ROOM_WAIT_MS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("Nothing here fails", e);
    }
  }

  /**
   * Evicts what is asked for; answered once it is gone from the disk.
   *
   * @param mayTouch whether a workspace is the business of who asks
   */
  void evict(
      EvictionRequest request,
      Predicate<String> mayTouch,
      CompletableFuture<EvictionAnswer> reply) {
    List<Kept> asked =
        store.kept().stream()
            .filter(kept -> isAsked(kept.result(), request) && mayTouch.test(nameOf(kept)))
            .toList();
    Eviction eviction = Eviction.among(asked, this::mayGo);
    if (request.olderThanS() != null) {
      eviction = eviction.usedBefore(clock.nowMs() - request.olderThanS() * 1000);
    }
    List<Kept> going =
        request.toBytes() == null ? eviction.all() : eviction.downTo(request.toBytes());
    EvictionAnswer answer = answer(going, asked.size() - Eviction.among(asked, this::mayGo).size());
    CompletableFuture<Void> gone =
        request.onlyTells()
            ? CompletableFuture.completedFuture(null)
            : evict(going, Eviction.Reason.ASKED);
    var unused = gone.thenRun(() -> reply.complete(answer));
  }

  private static boolean isAsked(Result result, EvictionRequest request) {
    return (request.name() == null || request.name().equals(result.id().name()))
        && (request.key() == null || request.key().equals(result.id().key()));
  }

  private static String nameOf(Kept kept) {
    return kept.result().id().name().value();
  }

  private static EvictionAnswer answer(List<Kept> going, int stay) {
    List<EvictionAnswer.Item> items = new ArrayList<>();
    long bytes = 0;
    for (Kept kept : going) {
      Result result = kept.result();
      bytes += result.bytes();
      items.add(
          new EvictionAnswer.Item(
              nameOf(kept),
              result.id().key().value(),
              result.bytes(),
              Instant.ofEpochMilli(kept.usedMs())));
    }
    return new EvictionAnswer(items, bytes, stay);
  }

  /** A result is not what its digest says: nobody is to get it any more. */
  void damaged(Result result) {
    if (store.withdraw(result)) {
      LOG.error("{} is not what its digest {} says; it is dropped", result.path(), result.digest());
      tally.damaged();
      onThread(() -> remove(result));
    }
  }

  private Eviction among() {
    return Eviction.among(store.kept(), this::mayGo);
  }

  private boolean mayGo(Result result) {
    return !pins.isPinned(result.id()) && !machine.isBuilding(result.id());
  }

  /**
   * What goes can be found by nobody when this returns; the future tells when its files are gone.
   */
  private CompletableFuture<Void> evict(List<Kept> going, Eviction.Reason reason) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    List<Result> withdrawn = new ArrayList<>();
    for (Kept kept : going) {
      if (store.withdraw(kept.result())) {
        tally.evicted(reason);
        withdrawn.add(kept.result());
        LOG.info("{} is evicted ({}): {} bytes", kept.result().id(), reason, kept.result().bytes());
      }
    }
    boolean begun =
        !withdrawn.isEmpty()
            && onThread(
                () -> {
                  withdrawn.forEach(this::remove);
                  gone.complete(null);
                });
    if (!begun) {
      gone.complete(null);
    }
    return gone;
  }

  private void remove(Result result) { // the eviction's thread
    try {
      store.remove(result);
    } catch (IOException | RuntimeException e) {
      LOG.error("{} could not be removed", result.path(), e);
    }
  }

  /** Returns false if the daemon stops. */
  private boolean onThread(Runnable work) {
    try {
      eviction.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("The daemon stops; the store is left as it is", e);
      return false;
    }
  }

  /** Writes the last uses down and ends the thread. Not the engine's thread. */
  void stop() throws InterruptedException {
    onThread(store::saveUses);
    eviction.shutdown();
    if (!eviction.awaitTermination(STOP_WAIT_MS, TimeUnit.MILLISECONDS)) {
      LOG.info("A result is left half removed; the next start removes the rest");
    }
  }
}
