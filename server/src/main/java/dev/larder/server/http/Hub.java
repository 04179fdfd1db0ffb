package dev.larder.server.http;

import dev.larder.server.engine.Follower;
import dev.larder.server.engine.Following;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.SpscChunkedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * All who watch one topic on one event loop. The engine tells the hub of an event once, however
 * many watch; the hub turns it into bytes once, and those who are level share them. Who does not
 * read is passed over, and catches up by the recent events, or is told to reload.
 *
 * <p>Telling may take no more than a small part of the event loop's time: after each round the hub
 * pauses for many times as long as the round took, and what happens meanwhile is told in one go.
 */
final class Hub<E> implements Follower<E> { // its event loop only, but for add and ring
  /** Events that wait for the event loop, two full batches; past it they are missed. */
  private static final int ARRIVING = 8192;

  /** A pause is so many times as long as the round before it: 4 % of the event loop's time. */
  private static final long PAUSE_PER_ROUND = 24;

  private static final long LEAST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long MOST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final byte[] NOTHING = {};

  /** How soon it is looked again whether a slow reader has read on. */
  private static final long SLOW_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final EventLoop loop;
  private final Topic<E> topic;
  private final Hubs hubs;
  private final RecentEvents<E> recent;
  private final Queue<E> arriving = new SpscChunkedArrayQueue<>(16, ARRIVING);
  private final AtomicBoolean rung = new AtomicBoolean();

  /** The number of the newest event that found no room; 0 if none did. */
  private final AtomicLong missed = new AtomicLong();

  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final Set<Watcher> watchers = new LinkedHashSet<>();
  private final Set<Listener> listeners = new LinkedHashSet<>();
  private @Nullable ScheduledFuture<?> heartbeat;

  /** The next round, if one is due, and when. */
  private @Nullable ScheduledFuture<?> nextRound;

  private long nextRoundNs;

  private long pauseUntilNs = System.nanoTime();

  /** One reader: its stream, and the number of the last event that it was told of. */
  static final class Watcher {
    private final Exchange exchange;

    /** Null until it has joined. */
    private @Nullable EventStream stream;

    private long seen;
    private boolean left;

    Watcher(Exchange exchange) {
      this.exchange = exchange;
    }

    boolean takes() {
      return stream != null && stream.takes();
    }

    void send(ByteBuf events) {
      Exchange.required(stream).send(events);
    }
  }

  /** Is told that something happened, and looks itself. */
  interface Listener {
    void news();

    /** The daemon stops. */
    void stopping();
  }

  Hub(EventLoop loop, Topic<E> topic, Hubs hubs) {
    this.loop = loop;
    this.topic = topic;
    this.hubs = hubs;
    this.recent = new RecentEvents<>(topic);
  }

  /** Begins to follow the topic. */
  void open(long heartbeatMs) {
    var unused =
        topic
            .follow(this)
            .whenComplete(
                (following, failure) -> loop.execute(() -> begin(following, failure, heartbeatMs)));
  }

  private void begin(
      @Nullable Following<E> following, @Nullable Throwable failure, long heartbeatMs) {
    if (following == null) {
      hubs.remove(loop, topic);
      opened.completeExceptionally(
          failure == null ? new IllegalStateException("no answer") : failure);
      return;
    }
    recent.begin(following, hubs.recentBytes(loop));
    heartbeat =
        loop.scheduleAtFixedRate(this::beat, heartbeatMs, heartbeatMs, TimeUnit.MILLISECONDS);
    opened.complete(null);
    closeIfUnused();
  }

  /** Done on the event loop once the hub follows its topic; then one can join. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  /**
   * Answers with a stream of everything from now on.
   *
   * @param after the last event that the watcher knows of; null for whatever is the last
   */
  void join(Watcher watcher, @Nullable Long after) {
    if (watcher.left) {
      return;
    }
    watcher.seen = after == null ? recent.current() : after;
    byte[] greeting = after == null ? topic.open(recent.current()) : NOTHING;
    EventStream stream = new EventStream(watcher.exchange, () -> begun(watcher, greeting));
    watcher.stream = stream;
    watchers.add(watcher);
    watcher.exchange.answer(stream);
  }

  /** The stream can be sent to. */
  private void begun(Watcher watcher, byte[] greeting) {
    ByteBuf first = direct(greeting);
    watcher.send(first); // however much of the answers before it is unread yet
    first.release();
    if (!catchUp(watcher)) {
      scheduleRound(System.nanoTime() + SLOW_PAUSE_NS);
    }
  }

  void leave(Watcher watcher) {
    watcher.left = true;
    watchers.remove(watcher);
    closeIfUnused();
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  void leave(Listener listener) {
    listeners.remove(listener);
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (watchers.isEmpty() && listeners.isEmpty() && heartbeat != null) {
      heartbeat.cancel(false);
      heartbeat = null;
      hubs.remove(loop, topic);
      topic.unfollow(this);
    }
  }

  @Override
  public void add(E event) { // engine's thread
    if (!arriving.offer(event)) {
      missed.set(topic.number(event));
    }
  }

  @Override
  public void ring() { // engine's thread
    if (rung.compareAndSet(false, true)) {
      loop.execute(this::pull);
    }
  }

  private void pull() {
    rung.set(false); // before the queue is looked at: what comes behind it rings again
    long mostBytes = hubs.recentBytes(loop);
    for (E event = arriving.poll(); event != null; event = arriving.poll()) {
      recent.add(topic.kept(event), mostBytes);
    }
    long missedNumber = missed.getAndSet(0);
    if (missedNumber > 0) {
      recent.missed(missedNumber);
    }
    List.copyOf(listeners).forEach(Listener::news);
    scheduleRound(pauseUntilNs);
  }

  /** Has a round begin at that time, or sooner where one is due before. */
  private void scheduleRound(long atNs) {
    if (nextRound != null) {
      if (nextRoundNs - atNs <= 0) {
        return;
      }
      nextRound.cancel(false); // it was only for those who are slow
      nextRound = null;
    }
    long afterNs = atNs - System.nanoTime();
    if (afterNs <= 0) {
      round();
    } else {
      nextRoundNs = atNs;
      nextRound = loop.schedule(this::round, afterNs, TimeUnit.NANOSECONDS);
    }
  }

  /** Tells everybody who takes it what they do not know yet. */
  private void round() {
    nextRound = null;
    long startedNs = System.nanoTime();
    Map<Long, ByteBuf> shared = new HashMap<>();
    boolean someAreBehind = false;
    for (Watcher watcher : List.copyOf(watchers)) {
      someAreBehind |= !catchUp(watcher, shared);
    }
    shared.values().forEach(ByteBuf::release);
    long endedNs = System.nanoTime();
    long pauseNs =
        Math.max(LEAST_PAUSE_NS, Math.min(MOST_PAUSE_NS, PAUSE_PER_ROUND * (endedNs - startedNs)));
    pauseUntilNs = endedNs + pauseNs;
    if (someAreBehind) {
      scheduleRound(endedNs + Math.max(pauseNs, SLOW_PAUSE_NS));
    }
  }

  private boolean catchUp(Watcher watcher) {
    Map<Long, ByteBuf> alone = new HashMap<>();
    boolean isLevel = catchUp(watcher, alone);
    alone.values().forEach(ByteBuf::release);
    return isLevel;
  }

  /** Tells a watcher what it does not know yet; false if it takes nothing now. */
  private boolean catchUp(Watcher watcher, Map<Long, ByteBuf> shared) {
    if (watcher.seen == recent.current()) {
      return true;
    }
    if (!watcher.takes()) {
      return false;
    }
    watcher.send(shared.computeIfAbsent(watcher.seen, seen -> direct(news(seen))));
    watcher.seen = recent.current();
    return true;
  }

  private byte[] news(long seen) {
    List<E> events = recent.after(seen);
    return events == null ? topic.reload(recent.current()) : topic.news(events, watchers.size());
  }

  private void beat() {
    send(List.copyOf(watchers), ServerSent.HEARTBEAT);
  }

  private static void send(List<Watcher> watchers, byte[] bytes) {
    ByteBuf shared = direct(bytes);
    for (Watcher watcher : watchers) {
      if (watcher.takes()) {
        watcher.send(shared);
      }
    }
    shared.release();
  }

  /** Outside of the heap, so that not every socket copies it once more. */
  private static ByteBuf direct(byte[] bytes) {
    return ByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
  }

  /** The daemon stops: tells those who wait, and ends the streams. */
  void end() {
    List.copyOf(listeners).forEach(Listener::stopping);
    for (Watcher watcher : List.copyOf(watchers)) {
      var unusedAsItEnds = catchUp(watcher);
      Exchange.required(watcher.stream).end();
    }
  }
}
