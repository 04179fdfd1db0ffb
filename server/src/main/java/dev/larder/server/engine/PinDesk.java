package dev.larder.server.engine;

import dev.larder.protocol.PinName;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.workspaces.Pins;
import dev.larder.server.workspaces.ResultStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Pins of results: those by name are changes in the ledger, holds are in memory only. */
final class PinDesk { // engine thread only
  private final Pins pins;
  private final ResultStore store;
  private final Ledger ledger;
  private final Batch batch;
  private final Clock clock;

  PinDesk(Pins pins, ResultStore store, Ledger ledger, Batch batch, Clock clock) {
    this.pins = pins;
    this.store = store;
    this.ledger = ledger;
    this.batch = batch;
    this.clock = clock;
  }

  /**
   * Pins a ready result by name, or sets anew when such a pin ends; answered once it is durable.
   *
   * @param lastsMs how long, in milliseconds; null without an end
   */
  void pin(
      WorkspaceId id,
      PinName name,
      @Nullable Long lastsMs,
      CompletableFuture<dev.larder.protocol.Pin> reply) {
    if (store.open(id).isEmpty()) {
      throw new RefusedException(BuildDesk.notFound(id));
    }
    pins.checkRoom(id, name);
    long expiresAtMs = lastsMs == null ? Pins.Pin.NEVER : clock.nowMs() + lastsMs;
    Pins.Pin pin = new Pins.Pin(id, name, expiresAtMs);
    Pins.@Nullable Pin before = pins.put(pin);
    ledger.append(new Change.Pinned(pin));
    batch.alsoUndo(() -> restore(id, name, before));
    batch.owe(() -> reply.complete(told(pin)), reply);
  }

  /**
   * Ends a pin by name.
   *
   * @throws RefusedException with not-found if there is none
   */
  void unpin(WorkspaceId id, PinName name, CompletableFuture<Void> reply) {
    if (!take(id, name)) {
      throw new RefusedException(
          new Problem.NotFound("pin", name + " of " + id, "See its pins with 'larder ls NAME'."));
    }
    batch.owe(() -> reply.complete(null), reply);
  }

  private boolean take(WorkspaceId id, PinName name) {
    Pins.Pin removed = pins.remove(id, name);
    if (removed == null) {
      return false;
    }
    ledger.append(new Change.Unpinned(id, name));
    batch.alsoUndo(() -> restore(id, name, removed));
    store.use(id, clock.nowMs());
    return true;
  }

  private void restore(WorkspaceId id, PinName name, Pins.@Nullable Pin before) {
    if (before == null) {
      pins.remove(id, name);
    } else {
      pins.put(before);
    }
  }

  /**
   * Checks that a result may be forgotten; if that is forced, its pins by name end.
   *
   * @return whether pins were ended, which is not durable yet
   * @throws RefusedException with {@link Problem.Pinned}
   */
  boolean endForForget(WorkspaceId id, boolean force) {
    int count = of(id).size() + pins.holds(id);
    if (count > 0 && !force) {
      throw new RefusedException(new Problem.Pinned(id, count));
    }
    List<Pins.Pin> ending = pins.of(id, clock.nowMs());
    ending.forEach(pin -> take(id, pin.name()));
    return !ending.isEmpty();
  }

  /** A stream or a download begins to use a result. */
  void hold(WorkspaceId id) {
    pins.hold(id);
    store.use(id, clock.nowMs());
  }

  /** It ended. */
  void release(WorkspaceId id) {
    pins.release(id);
    store.use(id, clock.nowMs());
  }

  boolean isPinned(WorkspaceId id) {
    return pins.isPinned(id, clock.nowMs());
  }

  int holds(WorkspaceId id) {
    return pins.holds(id);
  }

  /** The pins of a key by name, as they are told. */
  List<dev.larder.protocol.Pin> of(WorkspaceId id) {
    return pins.of(id, clock.nowMs()).stream().map(PinDesk::told).toList();
  }

  private static dev.larder.protocol.Pin told(Pins.Pin pin) {
    return new dev.larder.protocol.Pin(
        pin.name().value(),
        pin.expiresAtMs() == Pins.Pin.NEVER ? null : Instant.ofEpochMilli(pin.expiresAtMs()));
  }

  int count() {
    return pins.count();
  }

  /** An end that has come needs no record: the pin's own tells it. */
  void tick(long nowMs) {
    pins.expire(nowMs);
  }
}
