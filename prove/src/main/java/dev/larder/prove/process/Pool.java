package dev.larder.prove.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one round: few at a time, so that clients meet, and another one in the place of
 * each that has a long history. Any thread may use it.
 */
final class Pool {
  /** Documents at a time, at least; every second one tallies. */
  private static final int FEWEST_PLACES = 10;

  /**
   * Clients that meet at a document, about. Many more would leave so many requests unanswered at a
   * kill that their orders are too many to be searched.
   */
  private static final int CLIENTS_PER_PLACE = 3;

  /** Operations after which a document gives its place to another one. */
  private static final int LONG_HISTORY = 250;

  private final AtomicInteger numbers;
  private final List<Subject> all = new ArrayList<>();
  private final @Nullable Subject[] places;

  /** Where somebody is about to put another document. */
  private final boolean[] making;

  private final List<Mark> marks = new ArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicReference<@Nullable String> broken = new AtomicReference<>();

  /** An entry that a batch put into each of its documents. */
  record Mark(String entry, List<Subject> subjects) {}

  /**
   * A pool without documents.
   *
   * @param numbers of documents, which never come again
   * @param clients that will work
   */
  Pool(AtomicInteger numbers, int clients) {
    this.numbers = numbers;
    int size = Math.max(FEWEST_PLACES, clients / CLIENTS_PER_PLACE);
    this.places = new Subject[size];
    this.making = new boolean[size];
  }

  /** The document at a place, or a new one that has to be {@linkplain #put put} there first. */
  synchronized Subject at(int place) {
    Subject there = places[place];
    if (there != null && (making[place] || there.size() < LONG_HISTORY)) {
      return there;
    }
    making[place] = true;
    boolean tallies = place % 2 == 0;
    Subject fresh =
        new Subject((tallies ? "tally-" : "free-") + numbers.incrementAndGet(), tallies);
    all.add(fresh);
    return fresh;
  }

  /** Whether others may meet at it. */
  synchronized boolean isPut(int place, Subject subject) {
    return places[place] == subject;
  }

  /** Lets others meet at a document. */
  synchronized void put(int place, Subject subject) {
    places[place] = subject;
    making[place] = false;
  }

  /** The document that was to be put there may not be. */
  synchronized void giveUp(int place) {
    making[place] = false;
  }

  int anyPlace(Random random) {
    return random.nextInt(places.length);
  }

  /** Other documents that tally and are there; perhaps none. */
  synchronized List<Subject> tallying(int atMost) {
    List<Subject> found = new ArrayList<>();
    for (int place = 0; place < places.length && found.size() < atMost; place += 2) {
      Subject there = places[place];
      if (there != null) {
        found.add(there);
      }
    }
    return found;
  }

  synchronized void mark(Mark mark) {
    marks.add(mark);
  }

  synchronized List<Mark> marks() {
    return List.copyOf(marks);
  }

  /** All documents, those without a place too. */
  synchronized List<Subject> all() {
    return List.copyOf(all);
  }

  /** One more answer came. */
  void answered() {
    answered.incrementAndGet();
  }

  /** How many answers came. */
  long answers() {
    return answered.get();
  }

  /** Somebody saw what must not be; the first one is kept. */
  void broken(String what) {
    broken.compareAndSet(null, what);
  }

  /** What somebody saw that must not be. */
  @Nullable String broken() {
    return broken.get();
  }
}
