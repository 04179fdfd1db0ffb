package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The hubs of all event loops, and how many may watch. Any thread, but where it is said. */
final class Hubs {
  /** How often a stream without news shows that it is alive, in milliseconds. */
  static final long HEARTBEAT_MS = 15_000;

  /** Recent events of all hubs of one event loop together, about, in bytes. */
  private static final long RECENT_BYTES = 16 << 20;

  /** A hub has so many bytes of them anyway. */
  private static final long LEAST_RECENT_BYTES = 4096;

  private final Map<EventLoop, Map<Topic<?>, Hub<?>>> byLoop = new ConcurrentHashMap<>();
  private final AtomicInteger places = new AtomicInteger();
  private final int mostWatchers;
  private final long heartbeatMs;

  Hubs(int mostWatchers, long heartbeatMs) {
    this.mostWatchers = mostWatchers;
    this.heartbeatMs = heartbeatMs;
  }

  /** The right to watch, until it is left. Its event loop only. */
  final class Place {
    private boolean left;

    /** Leaving again does nothing. */
    void leave() {
      if (!left) {
        left = true;
        places.decrementAndGet();
      }
    }
  }

  /**
   * Takes a place.
   *
   * @throws RefusedException with {@link Problem.TooMany}
   */
  Place take() {
    if (places.incrementAndGet() > mostWatchers) {
      places.decrementAndGet();
      throw new RefusedException(new Problem.TooMany("watchers", mostWatchers));
    }
    return new Place();
  }

  /** The hub of that topic on this event loop; it may not be open yet. On that loop only. */
  @SuppressWarnings("unchecked") // a topic's hub is made for it, below
  <E> Hub<E> at(EventLoop loop, Topic<E> topic) {
    Map<Topic<?>, Hub<?>> hubs = byLoop.computeIfAbsent(loop, none -> new HashMap<>());
    Hub<?> known = hubs.get(topic);
    if (known != null) {
      return (Hub<E>) known;
    }
    Hub<E> hub = new Hub<>(loop, topic, this);
    hubs.put(topic, hub);
    hub.open(heartbeatMs);
    return hub;
  }

  /** On that loop only. */
  void remove(EventLoop loop, Topic<?> topic) {
    at(loop).remove(topic);
  }

  /** What a hub may remember of recent events, in bytes. On that loop only. */
  long recentBytes(EventLoop loop) {
    return Math.max(LEAST_RECENT_BYTES, RECENT_BYTES / Math.max(1, at(loop).size()));
  }

  private Map<Topic<?>, Hub<?>> at(EventLoop loop) {
    return byLoop.getOrDefault(loop, Map.of());
  }

  /** The daemon stops: ends every stream, and tells those who wait. */
  void end() {
    byLoop.forEach(
        (loop, hubs) ->
            loop.execute(
                () -> {
                  List<Hub<?>> all = new ArrayList<>(hubs.values());
                  all.forEach(Hub::end);
                }));
  }
}
