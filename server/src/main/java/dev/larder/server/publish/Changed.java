package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The documents that may be newer than their files, and since when: the publisher's mailbox. Any
 * thread tells; the publisher's thread takes off.
 *
 * <p>A name stays until its document is asked for, so that under load the publisher is woken once
 * for each write of a file and not for each batch. From there until all its files hold what was
 * asked for, the document is on its way, and as late as its oldest change among that. Times are
 * those of {@link System#nanoTime}.
 */
final class Changed {
  private final ConcurrentMap<DocName, Long> toldSinceNs = new ConcurrentHashMap<>();
  private final ConcurrentMap<DocName, Long> onTheWaySinceNs = new ConcurrentHashMap<>();

  /** Notes a change; whether the publisher has to be woken for it. */
  boolean tell(DocName doc) {
    // The look first: under load the name is mostly there, and nothing need be written.
    return !toldSinceNs.containsKey(doc) && toldSinceNs.putIfAbsent(doc, System.nanoTime()) == null;
  }

  /** Those that are told and not asked for yet. */
  Set<DocName> names() {
    return toldSinceNs.keySet();
  }

  boolean isEmpty() {
    return toldSinceNs.isEmpty();
  }

  /**
   * Takes a document off, to be asked for next: a change from here on may not be in the answer.
   * Publisher's thread only.
   */
  void asking(DocName doc) {
    Long sinceNs = toldSinceNs.get(doc);
    if (sinceNs != null) {
      // On the way before it is off the list, so that no look at the lag misses it.
      onTheWaySinceNs.putIfAbsent(doc, sinceNs);
      toldSinceNs.remove(doc);
    }
  }

  /** All files of a document hold what was asked for last. Publisher's thread only. */
  void arrived(DocName doc) {
    onTheWaySinceNs.remove(doc);
  }

  /** How long the oldest change waits for its files, in nanoseconds; 0 if none does. */
  long lagNs() {
    long nowNs = System.nanoTime();
    long lagNs = 0;
    for (Long sinceNs : toldSinceNs.values()) {
      lagNs = Math.max(lagNs, nowNs - sinceNs);
    }
    for (Long sinceNs : onTheWaySinceNs.values()) {
      lagNs = Math.max(lagNs, nowNs - sinceNs);
    }
    return lagNs;
  }
}
