package dev.larder.server.engine;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.Builder;
import dev.larder.protocol.CommitAnswer;
import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.LeaseEffect;
import dev.larder.server.workspaces.LeaseMachine;
import dev.larder.server.workspaces.Result;
import dev.larder.server.workspaces.ResultStore;
import dev.larder.server.workspaces.Waiter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
  private static final Builder NOBODY = new Builder(0, "unknown");

  private final LeaseMachine machine;
  private final LeaseTable table;
  private final ResultStore store;
  private final Executor storeWorkers;
  private final Batch batch;
  private final Consumer<Runnable> toEngine;
  private final Clock clock;
  private final Tally tally;
  private final BuildFeed feed = new BuildFeed();

  /** An open build request: its stream, what it asks for, and whether it holds the lease. */
  private record Open(BuildStream stream, WorkspaceId id, boolean builds) {}

  private final Map<Long, Open> streams = new HashMap<>();
  private final Map<BuildStream, Long> waiterIds = new HashMap<>();
  private final Map<String, List<CompletableFuture<CommitAnswer>>> commits = new HashMap<>();
  private final Map<String, CompletableFuture<Void>> failures = new HashMap<>();
  private long lastWaiterId;

  BuildDesk(
      LeaseMachine machine,
      LeaseTable table,
      ResultStore store,
      Executor storeWorkers,
      Batch batch,
      Consumer<Runnable> toEngine,
      Clock clock,
      Tally tally) {
    this.machine = machine;
    this.table = table;
    this.store = store;
    this.storeWorkers = storeWorkers;
    this.batch = batch;
    this.toEngine = toEngine;
    this.clock = clock;
    this.tally = tally;
  }

  /** The leases of the daemon's last run: those that did not commit wait for their builders. */
  void restore() {
    List<Lease> live = new ArrayList<>();
    for (Lease lease : table.held()) {
      boolean committed =
          store.open(lease.id()).filter(result -> result.fence() >= lease.fence()).isPresent();
      if (committed) {
        // The crash came between the rename into the store and the lease's end in the ledger.
        table.giveBack(lease);
      } else {
        live.add(lease);
        feed.restored(lease);
        machine.restored(lease, clock.nowMs());
      }
    }
    storeWorkers.execute(() -> store.sweep(live));
  }

  void request(WorkspaceId id, BuildRequest request, BuildStream stream) {
    Builder builder = request.builder() == null ? NOBODY : request.builder();
    Waiter waiter = new Waiter(++lastWaiterId, builder);
    streams.put(waiter.id(), new Open(stream, id, false));
    waiterIds.put(stream, waiter.id());
    long nowMs = clock.nowMs();
    perform(
        request.resume() == null
            ? machine.request(id, waiter, store.open(id), nowMs)
            : machine.resume(request.resume(), waiter, nowMs));
  }

  void left(BuildStream stream) {
    Long waiterId = waiterIds.remove(stream);
    if (waiterId != null) {
      streams.remove(waiterId);
      perform(machine.left(waiterId, clock.nowMs()));
    }
  }

  void commit(String token, CompletableFuture<CommitAnswer> reply) {
    commits.computeIfAbsent(token, key -> new ArrayList<>()).add(reply);
    perform(machine.commit(token, clock.nowMs()));
  }

  void fail(
      String token, String reason, int exitCode, long retryAfterMs, CompletableFuture<Void> reply) {
    Lease lease = held(token);
    failures.put(token, reply);
    Problem.BuildFailed failed = new Problem.BuildFailed(lease.id(), reason, exitCode);
    feed.failing(lease, failed);
    perform(machine.fail(token, failed, retryAfterMs, clock.nowMs()));
  }

  /**
   * The lease of that token.
   *
   * @throws RefusedException if it is not held
   */
  Lease held(String token) {
    return table.held().stream()
        .filter(lease -> lease.token().equals(token))
        .findFirst()
        .orElseThrow(() -> new RefusedException(new Problem.LeaseLost(token)));
  }

  /** Forgets a result, or a failure that is still told; answers once it is gone from the disk. */
  void forget(WorkspaceId id, CompletableFuture<Void> reply) {
    boolean failed = machine.view(id, clock.nowMs()).isPresent();
    machine
        .forget(id)
        .ifPresent(
            problem -> {
              throw new RefusedException(problem);
            });
    storeWorkers.execute(
        () -> {
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
        });
  }

  static Problem notFound(WorkspaceId id) {
    return new Problem.NotFound(
        "result", id.toString(), "A build request is answered with it, or lets you build it.");
  }

  void tick() {
    perform(machine.tick(clock.nowMs()));
  }

  private void perform(List<LeaseEffect> effects) {
    boolean lost = false;
    for (LeaseEffect effect : effects) {
      lost |= effect instanceof LeaseEffect.GiveBack;
      if (lost && effect instanceof LeaseEffect.Take) {
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
      tellWaiting(wait);
    } else if (effect instanceof LeaseEffect.Ready ready) {
      countShared(ready);
      end(ready.to(), readyEvent(ready.result(), ready.cached()));
    } else if (effect instanceof LeaseEffect.Fail fail) {
      end(fail.to(), new BuildEvent.Failed(ProblemDetails.of(fail.problem())));
    } else if (effect instanceof LeaseEffect.GiveBack giveBack) {
      giveBack(giveBack.lease());
    } else if (effect instanceof LeaseEffect.Commit commit) {
      storeWorkers.execute(() -> commitInStore(commit.lease()));
    } else if (effect instanceof LeaseEffect.Committed committed) {
      tally.buildCommitted();
      answerCommit(committed.token(), reply -> reply.complete(answer(committed.result())));
    } else if (effect instanceof LeaseEffect.CommitRefused refused) {
      RefusedException refusal = new RefusedException(refused.problem());
      answerCommit(refused.token(), reply -> reply.completeExceptionally(refusal));
    } else if (effect instanceof LeaseEffect.FailAccepted accepted) {
      tally.buildFailed();
      answerFail(accepted.token(), null);
    } else if (effect instanceof LeaseEffect.FailRefused refused) {
      answerFail(refused.token(), new RefusedException(refused.problem()));
    } else {
      throw new AssertionError("An effect that nobody performs: " + effect);
    }
  }

  private void take(LeaseEffect.Take take) {
    Lease lease = table.take(take.id(), take.by().builder(), clock.nowMs());
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
          perform(machine.takeFailed(take.id(), new Problem.StorageFull("the journal")));
        });
  }

  /** All but the builder's own stream are spared the build. */
  private void countShared(LeaseEffect.Ready ready) {
    Open open = streams.get(ready.to().id());
    if (open != null && !open.builds()) {
      tally.shared(ready.cached(), ready.result().buildMs());
    }
  }

  private void grant(Waiter to, Lease lease) {
    Open open = streams.get(to.id());
    if (open == null) {
      throw new IllegalStateException("A lease was granted to a stream that is not there: " + to);
    }
    streams.put(to.id(), new Open(open.stream(), open.id(), true));
    try {
      // One mkdir, without a force: short enough for this thread.
      String staging = store.stage(lease).toString();
      String finalPath = store.finalPath(lease.id()).toString();
      open.stream()
          .granted(new BuildEvent.Granted(lease.token(), lease.fence(), staging, finalPath, null));
      LOG.info(
          "Lease {} of {} granted to pid {} on {}",
          lease.fence(),
          lease.id(),
          lease.builder().pid(),
          lease.builder().host());
    } catch (IOException | RefusedException e) {
      LOG.error("Staging for lease {} of {} could not be made", lease.fence(), lease.id(), e);
      end(to, new BuildEvent.Failed(ProblemDetails.of(stagingProblem(e))));
      perform(machine.left(to.id(), clock.nowMs()));
    }
  }

  private static Problem stagingProblem(Exception e) {
    return e instanceof RefusedException refused ? refused.problem() : new Problem.Internal();
  }

  private void tellWaiting(LeaseEffect.Wait wait) {
    Open open = streams.get(wait.who().id());
    if (open != null) {
      open.stream()
          .waiting(
              new BuildEvent.Waiting(
                  wait.builder(), clock.nowMs() - wait.sinceMs(), expectedMs(open.id())));
    }
  }

  private @Nullable Long expectedMs(WorkspaceId id) {
    OptionalLong last = store.lastBuildMs(id.name());
    return last.isPresent() ? last.getAsLong() : null;
  }

  private void end(Waiter to, BuildEvent last) {
    Open open = streams.remove(to.id());
    if (open != null) {
      waiterIds.remove(open.stream());
      open.stream().ended(last);
    }
  }

  private void giveBack(Lease lease) {
    table.giveBack(lease);
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
      Result result = store.commit(lease, clock.nowMs());
      toEngine.accept(() -> perform(machine.committed(lease, result)));
      LOG.info("Result {} committed: {} bytes, {}", lease.id(), result.bytes(), result.digest());
    } catch (RefusedException e) {
      toEngine.accept(() -> commitFailed(lease, e.problem()));
    } catch (IOException | RuntimeException e) {
      LOG.error("The commit of lease {} of {} failed", lease.fence(), lease.id(), e);
      toEngine.accept(() -> commitFailed(lease, new Problem.Internal()));
    }
  }

  /** A builder that may mend what it staged, or wait for space, keeps the lease to try again. */
  private void commitFailed(Lease lease, Problem problem) {
    boolean keepLease = !(problem instanceof Problem.Internal);
    perform(machine.commitFailed(lease, problem, keepLease, clock.nowMs()));
  }

  private void answerCommit(String token, Consumer<CompletableFuture<CommitAnswer>> answer) {
    List<CompletableFuture<CommitAnswer>> replies = commits.remove(token);
    if (replies != null) {
      replies.forEach(answer);
    }
  }

  private void answerFail(String token, @Nullable RefusedException refusal) {
    CompletableFuture<Void> reply = failures.remove(token);
    if (reply == null) {
      return;
    }
    if (refusal == null) {
      reply.complete(null);
    } else {
      reply.completeExceptionally(refusal);
    }
  }

  private static CommitAnswer answer(Result result) {
    return new CommitAnswer(
        result.path().toString(),
        Paths.content(result.id()),
        result.digest(),
        result.bytes(),
        result.fence());
  }

  private static BuildEvent.Ready readyEvent(Result result, boolean cached) {
    return new BuildEvent.Ready(
        result.path().toString(),
        Paths.content(result.id()),
        result.digest(),
        result.bytes(),
        cached);
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
    return !streams.isEmpty() || !table.held().isEmpty();
  }
}
