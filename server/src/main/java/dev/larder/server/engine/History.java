package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last versions of each document, those of deleted documents too: so many of each, and so many
 * bytes of all together. It holds what is durable only; checkpoints keep it, and a replay goes on
 * with it.
 */
final class History { // engine thread only
  /** Memory of all documents' versions together, about; a checkpoint writes less than this. */
  static final long MOST_BYTES = 8 << 20;

  /** What a document takes before its first version, about, in bytes. */
  private static final int DOCUMENT_BYTES = 200;

  private final Map<DocName, Past> documents = new HashMap<>();
  private final long mostBytes;
  private long bytes;

  /** The versions of one document, the oldest first. */
  private static final class Past {
    final Deque<Version> versions = new ArrayDeque<>();
    long bytes = DOCUMENT_BYTES;

    void add(Version version) {
      versions.addLast(version);
      bytes += version.bytes();
    }

    void dropOldest() {
      bytes -= versions.removeFirst().bytes();
    }
  }

  History() {
    this(MOST_BYTES);
  }

  History(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Remembers a version, which is later than all that are remembered of the document. */
  void add(DocName doc, Version version) {
    Past past = documents.get(doc);
    if (past == null) {
      past = new Past();
      documents.put(doc, past);
      bytes += past.bytes;
    }
    long before = past.bytes;
    past.add(version.withoutValues());
    if (past.versions.size() > Limits.LOG_VERSIONS) {
      past.dropOldest();
    }
    bytes += past.bytes - before;
    if (bytes > mostBytes) {
      shorten();
    }
  }

  /**
   * Shortens what is longer than its equal share of seven eighths of the room: it is the documents
   * that are written most that forget, and the next time is far.
   */
  private void shorten() {
    long share = mostBytes / 8 * 7 / documents.size();
    for (Past past : documents.values()) {
      while (past.bytes > share && !past.versions.isEmpty()) {
        past.dropOldest();
      }
    }
    documents.values().removeIf(past -> past.versions.isEmpty());
    bytes = documents.values().stream().mapToLong(past -> past.bytes).sum();
  }

  /** What is remembered of a document, the oldest first. */
  List<Version> of(DocName doc) {
    Past past = documents.get(doc);
    return past == null ? List.of() : List.copyOf(past.versions);
  }

  /** All of it as it is now. */
  Map<DocName, List<Version>> copy() {
    Map<DocName, List<Version>> all = new HashMap<>();
    documents.forEach((doc, past) -> all.put(doc, List.copyOf(past.versions)));
    return all;
  }
}
