package dev.larder.server.engine;

import dev.larder.protocol.BuildProgress;
import dev.larder.protocol.EvictionAnswer;
import dev.larder.protocol.EvictionRequest;
import dev.larder.protocol.Limits;
import dev.larder.protocol.Pin;
import dev.larder.protocol.PinName;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.ReleaseAnswer;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import dev.larder.protocol.WorkspaceResult;
import dev.larder.protocol.WorkspaceSettings;
import dev.larder.server.workspaces.Incoming;
import dev.larder.server.workspaces.KeyView;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.ResultStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be asked of the engine about builds, leases and results. Any thread may call the public
 * methods; {@link Engine} says how their futures complete.
 */
public final class BuildCalls {
  private static final Logger LOG = LoggerFactory.getLogger(BuildCalls.class);

  private final Commands commands;
  private final Batch batch;
  private final BuildDesk builds;
  private final StoreDesk kept;
  private final Overview overview;
  private final Ledger ledger;
  private final Limits limits;
  private final Clock clock;
  private final KeyWaits waits = new KeyWaits();

  BuildCalls(
      Commands commands,
      Batch batch,
      BuildDesk builds,
      StoreDesk kept,
      Overview overview,
      Ledger ledger,
      Limits limits,
      Clock clock) {
    this.commands = commands;
    this.batch = batch;
    this.builds = builds;
    this.kept = kept;
    this.overview = overview;
    this.ledger = ledger;
    this.limits = limits;
    this.clock = clock;
  }

  /** Opens a build request; the stream is told what comes of it. */
  public CompletableFuture<Void> request(WorkspaceId id, BuildAsk ask, BuildStream stream) {
    return commands.submit(
        reply -> {
          builds.request(id, ask, stream);
          reply.complete(null);
        });
  }

  /**
   * The stream of a build request closed. Never refused: a place that is left must become free. At
   * a clean stop it is the daemon that closes the streams: their leases stay, to be resumed with
   * the next daemon.
   */
  public void left(BuildStream stream) {
    if (!commands.isRefusing()) {
      commands.enqueue(() -> builds.left(stream));
    }
  }

  /**
   * What a lease is for.
   *
   * @return refused with {@link Problem.LeaseLost} if it is not held
   */
  public CompletableFuture<WorkspaceId> leased(String token) {
    return commands.submit(reply -> reply.complete(builds.held(token).id()));
  }

  /**
   * Takes the content of a lease's result from its builder. Blocks for as long as the builder sends
   * and the disk writes, on the thread that calls.
   *
   * @param bytes a file's, or those of a tar archive
   * @param mode a file's permission bits
   * @throws RefusedException with {@link Problem.LeaseLost} if the lease is not held, or no longer
   *     at the end; with {@link Problem.StorageFull} if the disk is full, though perhaps no more,
   *     as results were evicted; or as {@link ResultStore#receive} says
   * @throws IOException if the sender or the disk failed
   */
  public void receive(String token, InputStream bytes, boolean folder, int mode)
      throws IOException {
    Lease lease = held(token);
    Incoming incoming =
        new Incoming(bytes, folder, mode, limits.contentBytes(), limits.contentEntries());
    try {
      builds.store().receive(lease, incoming);
    } catch (RefusedException e) {
      if (e.problem() instanceof Problem.StorageFull && kept.makeRoom()) {
        LOG.info("There is room again for what is sent to fence {}", lease.fence());
      }
      throw e; // what was sent is gone; who sends it again may fare better
    }
    held(token);
  }

  private Lease held(String token) {
    try {
      return commands.<Lease>submit(reply -> reply.complete(builds.held(token))).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RefusedException refused ? refused : e;
    }
  }

  /**
   * Ends a lease with a result; answered once all waiters can use it.
   *
   * @param once as with {@link Engine#write}
   */
  public CompletableFuture<Committed> commit(String token, @Nullable OnceKey once) {
    return commands.submit(reply -> builds.commit(token, once, reply));
  }

  /**
   * Ends a lease without a result; all waiters are told.
   *
   * @param retryAfterMs how long further requests get the same answer, in milliseconds
   * @param once as with {@link Engine#write}
   * @return whether an earlier request with the same key had done it
   */
  public CompletableFuture<Boolean> fail(
      String token, BuildFailure failure, long retryAfterMs, @Nullable OnceKey once) {
    return commands.submit(reply -> builds.fail(token, failure, retryAfterMs, once, reply));
  }

  /** The holder of a lease says how far it is; told to those who wait. */
  public CompletableFuture<Void> say(String token, BuildProgress progress) {
    return commands.submit(
        reply -> {
          builds.say(token, progress);
          reply.complete(null);
        });
  }

  /**
   * Takes a lease away; answered once it is, and the next one who waits is being granted.
   *
   * @return refused with {@link Problem.NotFound} if nobody builds the key, with {@link
   *     Problem.BeingBuilt} if it is being committed
   */
  public CompletableFuture<ReleaseAnswer> release(WorkspaceId id) {
    return commands.submit(
        reply -> {
          ReleaseAnswer released = builds.release(id);
          batch.after(() -> reply.complete(released));
        });
  }

  /** Sets how the builds of a workspace are run; answered once it is durable. */
  public CompletableFuture<WorkspaceSettings> configure(
      WorkspaceName name, WorkspaceSettings settings) {
    return commands.submit(reply -> builds.configure(ledger, name, settings, reply));
  }

  /** How the builds of a workspace are run, as it is durable. */
  public CompletableFuture<WorkspaceSettings> settings(WorkspaceName name) {
    return commands.submit(reply -> batch.after(() -> reply.complete(builds.settings(name))));
  }

  /**
   * A key once it is ready or its build has failed, or as it stands when the time is over. Never
   * builds.
   *
   * @param reply refused with {@link Problem.NotFound} if nobody builds the key at the end
   */
  public void await(WorkspaceId id, long waitMs, CompletableFuture<WorkspaceResult> reply) {
    CompletableFuture<Void> begun =
        commands.submit(
            unused ->
                batch.after(
                    () -> {
                      if (overview.isDecided(id)) {
                        overview.show(seen -> seen.result(id), reply);
                      } else {
                        waits.add(new KeyWaits.Wait(id, clock.nowMs() + waitMs, reply));
                      }
                    }));
    var unused =
        begun.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                reply.completeExceptionally(failure);
              }
            });
  }

  /** The client that waited has left. */
  public void awaitNoLonger(WorkspaceId id, CompletableFuture<WorkspaceResult> reply) {
    commands.enqueue(() -> waits.remove(id, reply));
  }

  /** A key is ready, or its build has failed. */
  void ended(WorkspaceId id, KeyView.@Nullable Failed failed) { // engine thread only
    for (KeyWaits.Wait wait : waits.take(id)) {
      if (failed == null) {
        overview.show(seen -> seen.result(id), wait.reply());
      } else {
        wait.reply().complete(overview.of(failed));
      }
    }
  }

  /**
   * Removes a ready result.
   *
   * @param force also one that is pinned, with its pins by name
   */
  public CompletableFuture<Void> forget(WorkspaceId id, boolean force) {
    return commands.submit(reply -> builds.forget(id, force, reply));
  }

  /**
   * The content of a ready result, pinned until it is released.
   *
   * @return refused with not-found if there is none
   */
  public CompletableFuture<ReadyContent> content(WorkspaceId id) {
    return commands.submitAlways(reply -> batch.after(() -> builds.content(id, reply)));
  }

  /**
   * Pins a ready result by name.
   *
   * @param lastsMs how long, in milliseconds; null without an end
   */
  public CompletableFuture<Pin> pin(WorkspaceId id, PinName name, @Nullable Long lastsMs) {
    return commands.submit(reply -> kept.pins().pin(id, name, lastsMs, reply));
  }

  /** Ends a pin by name. */
  public CompletableFuture<Void> unpin(WorkspaceId id, PinName name) {
    return commands.submit(reply -> kept.pins().unpin(id, name, reply));
  }

  /**
   * Evicts results; answered once they are gone from the disk.
   *
   * @param mayTouch whether a workspace is the business of who asks
   */
  public CompletableFuture<EvictionAnswer> evict(
      EvictionRequest request, Predicate<String> mayTouch) {
    return commands.submit(reply -> batch.after(() -> kept.evict(request, mayTouch, reply)));
  }

  /** When {@link #answerOverdue} is due at the latest, in milliseconds since 1970-01-01 UTC. */
  long nextMs() { // engine thread only
    return waits.nextMs();
  }

  /** Tells those whose time to wait is over how their keys stand. */
  void answerOverdue(long nowMs) { // engine thread only
    waits
        .takeOverdue(nowMs)
        .forEach(wait -> overview.show(seen -> seen.result(wait.id()), wait.reply()));
  }

  /** At a clean stop: who merely waits is not worth waiting for. */
  void refuseWaiting() { // engine thread only
    RefusedException stopping = new RefusedException(new Problem.Stopping());
    waits.takeAll().forEach(wait -> wait.reply().completeExceptionally(stopping));
  }
}
