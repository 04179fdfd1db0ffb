package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.server.stats.Retention;
import dev.larder.server.stats.Sweep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the entries go that the settings of their document do not keep any longer. A document is
 * looked over a few entries a tick, and at most so often that the looks stay rare; what goes is a
 * version of the document like any other write. A replay never expires anything: it reads the
 * versions that did.
 */
final class Expiry { // engine thread only
  /** Entries of one document that are looked at in one tick: about a millisecond's work. */
  private static final int STEP_ENTRIES = 16_384;

  /**
   * Looks of a document are this part of its expiry time apart, so that an entry stays at most so
   * much longer than it was told to, and a large document is not looked over all the time.
   */
  private static final int LOOKS_PER_EXPIRY = 100;

  /** The removal of entries as a write. */
  interface Removal {
    void remove(DocName doc, List<String> names);
  }

  private final Documents documents;
  private final Removal removal;
  private final Map<DocName, Watch> watches = new HashMap<>();

  /** What is known of a document between two ticks. */
  private static final class Watch {
    final Retention retention;
    long dueMs;
    @Nullable Sweep running;

    Watch(Retention retention) {
      this.retention = retention;
    }
  }

  Expiry(Documents documents, Removal removal) {
    this.documents = documents;
    this.removal = removal;
  }

  /** Goes on looking, and removes what was found. Called about once a second. */
  void tick(long nowMs) {
    watches.keySet().removeIf(doc -> documents.find(doc) == null);
    for (OpenDocument document : List.copyOf(documents.all())) {
      if (document.retention().equals(Retention.FOR_EVER)) {
        watches.remove(document.name);
      } else {
        tick(document, nowMs);
      }
    }
  }

  private void tick(OpenDocument document, long nowMs) {
    Watch watch = watches.get(document.name);
    if (watch == null || !watch.retention.equals(document.retention())) {
      watch = new Watch(document.retention());
      watches.put(document.name, watch);
    }
    boolean tooMany = document.content().entries() > watch.retention.maxEntries();
    if (watch.running == null && (tooMany || nowMs >= watch.dueMs)) {
      watch.running = new Sweep(document.content(), watch.retention, nowMs);
    }
    Sweep sweep = watch.running;
    if (sweep != null && sweep.look(STEP_ENTRIES)) {
      watch.running = null;
      List<String> gone = sweep.gone(document.content());
      long pauseMs = watch.retention.expireMs() / LOOKS_PER_EXPIRY;
      // A full look may have left some; what came since it began is newer than what it has seen.
      watch.dueMs =
          gone.size() == Sweep.MAX_GONE ? nowMs : Math.max(sweep.nextDueMs(), nowMs + pauseMs);
      if (!gone.isEmpty()) {
        removal.remove(document.name, gone);
      }
    }
  }
}
