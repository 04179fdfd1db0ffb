package dev.larder.server.engine;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.BuildProgress;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.ReleaseAnswer;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import dev.larder.protocol.WorkspaceSettings;
import dev.larder.server.workspaces.KeyView;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.LeaseBounds;
import dev.larder.server.workspaces.LeaseEffect;
import dev.larder.server.workspaces.LeaseMachine;
import dev.larder.server.workspaces.Result;
import dev.larder.server.workspaces.ResultStore;
import dev.larder.server.workspaces.Waiter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs what the lease machine decides: asks the lease table, makes staging, lets the store's
 * workers commit, and tells the streams. No lock is held while anything is being built.
 */
final class BuildDesk { // engine thread only, but for the store's work
  private static final Logger LOG = LoggerFactory.getLogger(BuildDesk.class);

  private final LeaseMachine machine;
  private final LeaseTable table;
  private final WorkspaceTable workspaces;
  private final ResultStore store;
  private final StoreDesk kept;
  private final Executor storeWorkers;
  private final Batch batch;
  private final LeaseEnds ends;
  private final Consumer<Runnable> toEngine;
  private final Clock clock;
  private final KeyEnds keyEnds;
  private final Tally tally;
  private final BuildFeed feed = new BuildFeed();
  private final BuildStreams streams;

  /** Is told when a key is ready or its build has failed. */
  interface KeyEnds {
    void ended(WorkspaceId id, KeyView.@Nullable Failed failed);
  }

  BuildDesk(
      LeaseMachine machine,
      LeaseTable table,
      WorkspaceTable workspaces,
      ResultStore store,
      StoreDesk kept,
      Executor storeWorkers,
      Batch batch,
      LeaseEnds ends,
      Consumer<Runnable> toEngine,
      Clock clock,
      KeyEnds keyEnds,
      Tally tally) {
    this.machine = machine;
    this.table = table;
    this.workspaces = workspaces;
    this.store = store;
    this.kept = kept;
    this.storeWorkers = storeWorkers;
    this.batch = batch;
    this.ends = ends;
    this.toEngine = toEngine;
    this.clock = clock;
    this.keyEnds = keyEnds;
    this.tally = tally;
    this.streams = new BuildStreams(machine, store, kept, clock);
  }

  /** The leases of the daemon's last run: those that did not commit wait for their builders. */
  void restore() {
    workspaces.all().forEach(this::bound);
    List<Lease> live = new ArrayList<>();
    for (Lease lease : table.held()) {
      Optional<Result> committed =
          store.open(lease.id()).filter(result -> result.fence() >= lease.fence());
      if (committed.isPresent()) {
        // The crash came between the rename into the store and the lease's end in the ledger.
        table.giveBack(lease, ends.found(lease, committed.get()));
      } else {
        live.add(lease);
        feed.restored(lease);
        machine.restored(lease, clock.nowMs());
      }
    }
    storeWorkers.execute(() -> store.sweep(live));
  }

  void request(WorkspaceId id, BuildAsk ask, BuildStream stream) {
    Waiter waiter = streams.open(id, ask, stream);
    String resume = ask.request().resume();
    long nowMs = clock.nowMs();
    if (resume != null) {
      perform(machine.resume(resume, waiter, nowMs));
      return;
    }
    Optional<Result> ready = store.open(id);
    if (ask.takesStale() && ready.isEmpty() && isBeingBuilt(id, nowMs)) {
      Optional<Result> older = store.newest(id.name());
      if (older.isPresent()) {
        streams.ready(waiter, Telling.ready(older.get(), true, true), older.get().id());
        return;
      }
    }
    perform(machine.request(id, waiter, ready, nowMs));
  }

  private boolean isBeingBuilt(WorkspaceId id, long nowMs) {
    return machine.view(id, nowMs).filter(view -> !(view instanceof KeyView.Failed)).isPresent();
  }

  void left(BuildStream stream) {
    Long waiterId = streams.left(stream);
    if (waiterId != null) {
      perform(machine.left(waiterId, clock.nowMs()));
    }
  }

  void commit(String token, @Nullable OnceKey once, CompletableFuture<Committed> reply) {
    if (!ends.repeatsCommit(token, once, reply)) {
      ends.askCommit(token, once, reply);
      perform(machine.commit(token, clock.nowMs()));
    }
  }

  void fail(
      String token,
      BuildFailure failure,
      long retryAfterMs,
      @Nullable OnceKey once,
      CompletableFuture<Boolean> reply) {
    if (ends.repeatsFail(once, reply)) {
      return;
    }
    Lease lease = held(token);
    ends.askFail(token, once, reply);
    Problem.BuildFailed failed = failure.of(lease.id());
    feed.failing(lease, failed);
    long nowMs = clock.nowMs();
    List<LeaseEffect> effects = machine.fail(token, failed, retryAfterMs, nowMs);
    perform(effects);
    if (effects.contains(new LeaseEffect.FailAccepted(token))) {
      keyEnds.ended(
          lease.id(),
          new KeyView.Failed(lease.id(), lease.builder(), failed, nowMs + retryAfterMs));
    }
  }

  /** The builder says how far it is. */
  void say(String token, BuildProgress said) {
    streams.progress(held(token)).say(said);
  }

  /** Takes a lease away by hand. */
  ReleaseAnswer release(WorkspaceId id) {
    long nowMs = clock.nowMs();
    Optional<Lease> lease = machine.leaseOf(id);
    perform(machine.release(id, nowMs));
    LOG.info("Lease of {} released by hand", id);
    return Telling.released(lease.orElseThrow(), nowMs);
  }

  /** Sets how the builds of a workspace are run, once that is durable. */
  void configure(
      Ledger ledger,
      WorkspaceName name,
      WorkspaceSettings settings,
      CompletableFuture<WorkspaceSettings> reply) {
    if (workspaces.isFullFor(name)) {
      throw new RefusedException(
          new Problem.TooMany("workspaces with settings", WorkspaceTable.MAX_NAMES));
    }
    ledger.append(new Change.WorkspaceConfigured(name, settings));
    batch.owe(
        () -> {
          workspaces.set(name, settings);
          bound(name, settings);
          reply.complete(settings);
        },
        reply);
  }

  private void bound(WorkspaceName name, WorkspaceSettings settings) {
    Integer most = settings.maxBuilds();
    perform(machine.bound(name, most == null ? LeaseBounds.UNBOUNDED : most, clock.nowMs()));
  }

  WorkspaceSettings settings(WorkspaceName name) {
    return workspaces.of(name);
  }

  /**
   * The lease of that token.
   *
   * @throws RefusedException if it is not held
   */
  Lease held(String token) {
    return machine
        .held(token, clock.nowMs())
        .orElseThrow(() -> new RefusedException(new Problem.LeaseLost(token)));
  }

  /**
   * Forgets a result, or a failure that is still told; answers once it is gone from the disk.
   *
   * @param force also one that is pinned
   */
  void forget(WorkspaceId id, boolean force, CompletableFuture<Void> reply) {
    boolean failed = machine.view(id, clock.nowMs()).isPresent();
    machine
        .forget(id)
        .ifPresent(
            problem -> {
              throw new RefusedException(problem);
            });
    Runnable forget = () -> storeWorkers.execute(() -> forgetInStore(id, failed, reply));
    if (kept.pins().endForForget(id, force)) {
      // Once it is durable that the pins have ended. On a full disk they come back, for whatever is
      // built there next; the result goes all the same, since that makes room.
      batch.owe(forget, forget);
    } else {
      forget.run();
    }
  }

  private void forgetInStore(
      WorkspaceId id, boolean failed, CompletableFuture<Void> reply) { // a store worker
    try {
      boolean forgotten = store.forget(id);
      if (forgotten) {
        toEngine.accept(() -> feed.forgotten(id));
      }
      if (forgotten || failed) {
        reply.complete(null);
      } else {
        reply.completeExceptionally(new RefusedException(notFound(id)));
      }
    } catch (IOException e) {
      LOG.error("The result {} could not be forgotten", id, e);
      reply.completeExceptionally(e);
    }
  }

  /** Answers with the content of a ready result, and holds it until it is released. */
  void content(WorkspaceId id, CompletableFuture<ReadyContent> reply) {
    Optional<Result> result = store.open(id);
    if (result.isEmpty()) {
      reply.completeExceptionally(new RefusedException(notFound(id)));
      return;
    }
    kept.pins().hold(id);
    reply.complete(new ReadyContent(result.get(), kept, store, toEngine));
  }

  static Problem notFound(WorkspaceId id) {
    return new Problem.NotFound(
        "result", id.toString(), "A build request is answered with it, or lets you build it.");
  }

  void tick() {
    perform(machine.tick(clock.nowMs()));
  }

  /** When {@link #tick} is due at the latest. */
  long nextDeadlineMs() {
    return machine.nextDeadlineMs();
  }

  private void perform(List<LeaseEffect> effects) {
    WorkspaceId lost = null;
    for (LeaseEffect effect : effects) {
      if (effect instanceof LeaseEffect.GiveBack giveBack) {
        lost = giveBack.lease().id();
      }
      if (effect instanceof LeaseEffect.Take take && take.id().equals(lost)) {
        tally.buildHandedOver(); // a first request's lease is taken without one given back
      }
      perform(effect);
    }
  }

  private void perform(LeaseEffect effect) {
    feed.performed(effect);
    if (effect instanceof LeaseEffect.Take take) {
      take(take);
    } else if (effect instanceof LeaseEffect.Grant grant) {
      grant(grant.to(), grant.lease());
    } else if (effect instanceof LeaseEffect.Wait wait) {
      streams.waiting(wait);
    } else if (effect instanceof LeaseEffect.Queue queue) {
      streams.queued(queue);
    } else if (effect instanceof LeaseEffect.Ready ready) {
      countShared(ready);
      streams.ready(
          ready.to(), Telling.ready(ready.result(), ready.cached(), false), ready.result().id());
    } else if (effect instanceof LeaseEffect.Fail fail) {
      streams.end(fail.to(), new BuildEvent.Failed(ProblemDetails.of(fail.problem())));
    } else if (effect instanceof LeaseEffect.GiveBack giveBack) {
      giveBack(giveBack.lease());
    } else if (effect instanceof LeaseEffect.Commit commit) {
      storeWorkers.execute(() -> commitInStore(commit.lease()));
    } else if (effect instanceof LeaseEffect.Committed committed) {
      tally.buildCommitted();
      ends.committed(committed.token(), committed.fence(), committed.result());
      keyEnds.ended(committed.result().id(), null);
    } else if (effect instanceof LeaseEffect.CommitRefused refused) {
      ends.commitRefused(refused.token(), refused.problem());
    } else if (effect instanceof LeaseEffect.FailAccepted accepted) {
      tally.buildFailed();
      ends.failed(accepted.token());
    } else if (effect instanceof LeaseEffect.FailRefused refused) {
      ends.failRefused(refused.token(), refused.problem());
    } else {
      throw new AssertionError("An effect that nobody performs: " + effect);
    }
  }

  private void take(LeaseEffect.Take take) {
    long nowMs = clock.nowMs();
    Lease lease = table.take(take.id(), take.by().builder(), nowMs, expiresAtMs(take, nowMs));
    batch.owe(
        () -> {
          List<LeaseEffect> effects = machine.taken(lease, clock.nowMs());
          if (effects.stream().anyMatch(LeaseEffect.Grant.class::isInstance)) {
            tally.buildStarted();
          }
          perform(effects);
        },
        () -> {
          table.untake(lease);
          perform(
              machine.takeFailed(take.id(), new Problem.StorageFull("the journal"), clock.nowMs()));
        });
  }

  private long expiresAtMs(LeaseEffect.Take take, long nowMs) {
    Long ownMs = take.by().deadlineMs();
    Long deadlineMs = ownMs == null ? workspaces.of(take.id().name()).deadlineMs() : ownMs;
    return deadlineMs == null ? Lease.NEVER : nowMs + deadlineMs;
  }

  /** All but the builder's own stream are spared the build. */
  private void countShared(LeaseEffect.Ready ready) {
    if (streams.waits(ready.to())) {
      tally.shared(ready.cached(), ready.result().buildMs());
    }
  }

  private void grant(Waiter to, Lease lease) {
    streams.builds(to);
    try {
      // One mkdir, without a force: short enough for this thread.
      String staging = store.stage(lease).toString();
      String finalPath = store.finalPath(lease.id()).toString();
      streams.granted(to, Telling.granted(lease, staging, finalPath, clock.nowMs()));
      LOG.info(
          "Lease {} of {} granted to pid {} on {}",
          lease.fence(),
          lease.id(),
          lease.builder().pid(),
          lease.builder().host());
    } catch (IOException | RefusedException e) {
      LOG.error("Staging for lease {} of {} could not be made", lease.fence(), lease.id(), e);
      streams.end(to, new BuildEvent.Failed(ProblemDetails.of(stagingProblem(e))));
      perform(machine.left(to.id(), clock.nowMs()));
    }
  }

  private static Problem stagingProblem(Exception e) {
    return e instanceof RefusedException refused ? refused.problem() : new Problem.Internal();
  }

  private void giveBack(Lease lease) {
    streams.forgetProgress(lease);
    table.giveBack(lease, ends.told(lease));
    storeWorkers.execute(
        () -> {
          try {
            store.unstage(lease);
          } catch (IOException e) {
            LOG.warn(
                "Staging of lease {} is swept at the next start only: {}",
                lease.fence(),
                e.toString());
          }
        });
  }

  private void commitInStore(Lease lease) { // a store worker
    try {
      Result result = commitWithRoom(lease);
      toEngine.accept(
          () -> {
            perform(machine.committed(lease, result, clock.nowMs()));
            kept.grown(); // only now, that those who waited for it hold it
          });
      LOG.info("Result {} committed: {} bytes, {}", lease.id(), result.bytes(), result.digest());
    } catch (RefusedException e) {
      toEngine.accept(() -> commitFailed(lease, e.problem()));
    } catch (IOException | RuntimeException e) {
      LOG.error("The commit of lease {} of {} failed", lease.fence(), lease.id(), e);
      toEngine.accept(() -> commitFailed(lease, new Problem.Internal()));
    }
  }

  /** On a full disk tries once more, if something could be evicted. */
  private Result commitWithRoom(Lease lease) throws IOException { // a store worker
    try {
      return store.commit(lease, clock.nowMs());
    } catch (RefusedException e) {
      if (e.problem() instanceof Problem.StorageFull && kept.makeRoom()) {
        return store.commit(lease, clock.nowMs());
      }
      throw e;
    }
  }

  /** A builder that may mend what it staged, or wait for space, keeps the lease to try again. */
  private void commitFailed(Lease lease, Problem problem) {
    boolean keepLease = !(problem instanceof Problem.Internal);
    perform(machine.commitFailed(lease, problem, keepLease, clock.nowMs()));
  }

  /** What happened, for those who watch. */
  BuildFeed feed() {
    return feed;
  }

  LeaseMachine machine() {
    return machine;
  }

  ResultStore store() {
    return store;
  }

  long fence() {
    return table.fence();
  }

  /** How many leases are open. */
  int leases() {
    return table.held().size();
  }

  /** How long the oldest open lease has been held, in milliseconds; 0 if none is. */
  long oldestLeaseMs() {
    long nowMs = clock.nowMs();
    return table.held().stream()
        .mapToLong(lease -> nowMs - lease.grantedAtMs())
        .reduce(0, Math::max);
  }

  /** Whether a stream is open or a lease is held. */
  boolean isBusy() {
    return !streams.areNone() || !table.held().isEmpty();
  }
}
