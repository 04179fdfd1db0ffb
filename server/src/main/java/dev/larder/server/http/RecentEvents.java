package dev.larder.server.http;

import dev.larder.server.engine.Following;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last events of a topic, by which readers resume and slow ones catch up. */
final class RecentEvents<E> { // its hub's event loop only
  /** More than a busy document has between two rounds; past it, the whole is the better news. */
  private static final int MOST_EVENTS = 16_384;

  private final Topic<E> topic;
  private final Deque<E> events = new ArrayDeque<>();
  private long bytes;

  /** All events with a higher number are here. */
  private long since;

  private long current;

  RecentEvents(Topic<E> topic) {
    this.topic = topic;
  }

  /** Begins with what is remembered elsewhere. */
  void begin(Following<E> following, long mostBytes) {
    following.events().forEach(event -> add(event, mostBytes));
    since = Math.max(since, following.since());
    current = following.current();
  }

  /** Adds the newest event, and lets the oldest go past the bounds. */
  void add(E event, long mostBytes) {
    events.addLast(event);
    bytes += topic.bytes(event);
    current = topic.number(event);
    while (events.size() > MOST_EVENTS || (bytes > mostBytes && !events.isEmpty())) {
      E oldest = events.removeFirst();
      bytes -= topic.bytes(oldest);
      since = topic.number(oldest);
    }
  }

  /** Events up to that number at least were missed: nothing before it can be told. */
  void missed(long number) {
    events.clear();
    bytes = 0;
    current = Math.max(current, number);
    since = current;
  }

  /** The number of the newest event. */
  long current() {
    return current;
  }

  /** All events behind that one; null where they are not known any more, or it is of the future. */
  @Nullable List<E> after(long number) {
    if (number < since || number > current) {
      return null;
    }
    List<E> later = new ArrayList<>();
    Iterator<E> newestFirst = events.descendingIterator();
    while (newestFirst.hasNext()) {
      E event = newestFirst.next();
      if (topic.number(event) <= number) {
        break;
      }
      later.add(event);
    }
    Collections.reverse(later);
    return later;
  }
}
