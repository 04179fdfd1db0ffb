package dev.larder.server.http;

import dev.larder.protocol.DocName;
import dev.larder.server.stats.Snapshot;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents that are being read, in versions that may be old by now. Who reads slowly keeps in
 * memory what was replaced since; when all of them keep too much, the one who has read the oldest
 * version for the longest time is cut off. Any thread.
 */
final class OldVersions {
  private static final Logger LOG = LoggerFactory.getLogger(OldVersions.class);

  private final long mostBytes;

  /** By document, the oldest first. */
  private final Map<DocName, ArrayDeque<Reading>> open = new HashMap<>();

  /**
   * Nothing is being read yet.
   *
   * @param mostBytes what the old versions of a document may keep in memory
   */
  OldVersions(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** One answer that is being read. */
  final class Reading {
    private final DocName doc;
    private final Snapshot snapshot;
    private final Channel channel;

    private Reading(DocName doc, Snapshot snapshot, Channel channel) {
      this.doc = doc;
      this.snapshot = snapshot;
      this.channel = channel;
    }

    /** It is read, or nobody reads it any more. Any number of times. */
    void end() {
      remove(this);
    }
  }

  /** An answer begins to be read, and may have others cut off. */
  Reading begin(DocName doc, Snapshot snapshot, Channel channel) {
    Reading reading = new Reading(doc, snapshot, channel);
    for (Reading tooMuch : add(reading)) {
      LOG.info("Who reads an old version of '{}' too slowly is cut off", tooMuch.doc.value());
      var unused = tooMuch.channel.close();
    }
    return reading;
  }

  private synchronized List<Reading> add(Reading reading) {
    ArrayDeque<Reading> ofDocument = open.computeIfAbsent(reading.doc, doc -> new ArrayDeque<>());
    ofDocument.add(reading);
    List<Reading> tooMuch = new ArrayList<>();
    // Only the versions of this document have become older by it.
    while (keptBytes(ofDocument) > mostBytes) {
      tooMuch.add(ofDocument.remove());
    }
    return tooMuch;
  }

  /** What is replaced between two of them is kept once, by the older one. */
  private static long keptBytes(ArrayDeque<Reading> ofDocument) {
    long kept = 0;
    Snapshot before = null;
    for (Reading reading : ofDocument) {
      if (before != null && before != reading.snapshot) {
        kept += before.keptBytes(reading.snapshot);
      }
      before = reading.snapshot;
    }
    return kept;
  }

  private synchronized void remove(Reading reading) {
    ArrayDeque<Reading> ofDocument = open.get(reading.doc);
    if (ofDocument != null && ofDocument.remove(reading) && ofDocument.isEmpty()) {
      open.remove(reading.doc);
    }
  }
}
