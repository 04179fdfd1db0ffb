package dev.larder.server.stats;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link Document#undo} needs to take back one apply. One thread, the document's. */
public final class Undo {
  /** One entry's change; null before: it was added, null after: it was removed. */
  record Step(Place place, @Nullable Entry before, @Nullable Entry after) {}

  /** The document's count of applies with this one. */
  final long serial;

  /** The slot that the document would have given next before this apply. */
  final long nextSlot;

  final List<Step> steps;
  boolean used;

  Undo(long serial, long nextSlot, int expectedSteps) {
    this.serial = serial;
    this.nextSlot = nextSlot;
    this.steps = new ArrayList<>(expectedSteps);
  }
}
