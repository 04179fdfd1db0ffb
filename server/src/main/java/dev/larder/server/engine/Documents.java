package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Limits;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All stats documents. A write is first {@linkplain #decide decided}, which changes nothing and may
 * refuse, then {@linkplain #apply applied}; a replay of the journal applies only.
 */
final class Documents { // engine thread only
  private final Limits limits;
  private final Map<DocName, OpenDocument> open;
  private final Tombstones tombstones;

  /** What all documents take in memory, about. */
  private long memoryBytes;

  Documents(Limits limits, Map<DocName, OpenDocument> open, Tombstones tombstones) {
    this.limits = limits;
    this.open = new TreeMap<>(Comparator.comparing(DocName::value));
    this.open.putAll(open);
    this.tombstones = tombstones;
    open.values().forEach(document -> memoryBytes += document.content().memoryBytes());
  }

  /**
   * What a write comes to, in the state as it is now.
   *
   * @param who who asks for it, as {@link Origin} says
   * @param nowMs the time, in milliseconds since 1970-01-01 UTC
   * @throws RefusedException if it cannot be: a precondition, a limit, a merge rule, no such
   *     document, a path that another document publishes to
   */
  Change.OfDocument decide(
      DocName name, Write write, Precondition precondition, String who, long nowMs) {
    OpenDocument document = open.get(name);
    precondition.check(name, document == null ? 0 : document.version());
    if (document == null) {
      checkMayBeCreated(name, write);
    }
    if (write instanceof Write.Configure configure) {
      checkPathIsFree(name, configure.settings());
    }
    long last = lastVersion(name);
    OpenDocument before = document == null ? new OpenDocument(name) : document;
    return write.decide(
        new Write.Before(
            name,
            last + 1,
            new Origin(write.kind(), who),
            before.content(),
            before.rules(),
            limits.documentBytes(),
            nowMs));
  }

  private void checkMayBeCreated(DocName name, Write write) {
    if (write instanceof Write.Delete) {
      throw notFound(name);
    }
    if (open.size() >= limits.documents()) {
      throw new RefusedException(new Problem.TooMany("documents", limits.documents()));
    }
  }

  private void checkPathIsFree(DocName name, DocumentSettings settings) {
    for (OpenDocument other : open.values()) {
      String taken = other.settings().publish();
      if (taken != null && taken.equals(settings.publish()) && !other.name.equals(name)) {
        throw new RefusedException(new Problem.PathTaken(taken, other.name));
      }
    }
  }

  /** Applies a decided change; the result takes it back, if nothing else was applied since. */
  Runnable apply(Change.OfDocument change) {
    return change.applyTo(this);
  }

  /** Changes a document, which comes to be if it is missing. */
  Runnable change(DocName name, Function<OpenDocument, Runnable> change) {
    OpenDocument known = open.get(name);
    if (known != null) {
      return measured(known, change);
    }
    OpenDocument document = new OpenDocument(name);
    Runnable undo = measured(document, change);
    open.put(name, document);
    Long buried = tombstones.raise(name);
    return () -> {
      undo.run();
      open.remove(name);
      tombstones.restore(name, buried);
    };
  }

  private Runnable measured(OpenDocument document, Function<OpenDocument, Runnable> change) {
    long before = document.content().memoryBytes();
    Runnable undo = change.apply(document);
    long more = document.content().memoryBytes() - before;
    memoryBytes += more;
    return () -> {
      undo.run();
      memoryBytes -= more;
    };
  }

  /** Removes a document and remembers at which version it went. */
  Runnable remove(DocName name, long version) {
    OpenDocument document = open.remove(name);
    long freed = document == null ? 0 : document.content().memoryBytes();
    memoryBytes -= freed;
    Long buried = tombstones.bury(name, version);
    return () -> {
      memoryBytes += freed;
      if (document != null) {
        open.put(name, document);
      }
      tombstones.restore(name, buried);
    };
  }

  /**
   * Refuses a document that has grown past its limit; one that was over a lowered limit may shrink.
   *
   * @param bytesBefore its length before the change
   * @throws RefusedException with {@link Problem.TooLarge}; the caller undoes the change
   */
  void checkSize(DocName name, long bytesBefore) {
    OpenDocument document = open.get(name);
    long bytes = document == null ? 0 : document.content().bytes();
    if (bytes > limits.documentBytes() && bytes > bytesBefore) {
      throw new RefusedException(
          new Problem.TooLarge("document '" + name + "'", limits.documentBytes(), "bytes"));
    }
  }

  /**
   * Refuses what all documents have grown by, if they take too much of the memory now: a daemon
   * without memory ends, and the next one would have to hold the same.
   *
   * @param memoryBytesBefore what they took before the change
   * @throws RefusedException with {@link Problem.TooLarge}; the caller undoes the change
   */
  void checkMemory(long memoryBytesBefore) {
    if (memoryBytes > limits.documentsMemoryBytes() && memoryBytes > memoryBytesBefore) {
      throw new RefusedException(
          new Problem.TooLarge(
              "memory that all documents take together, a quarter of Java's heap (-Xmx),",
              limits.documentsMemoryBytes(),
              "bytes"));
    }
  }

  /** What all documents take in memory, about, in bytes. */
  long memoryBytes() {
    return memoryBytes;
  }

  @Nullable OpenDocument find(DocName name) {
    return open.get(name);
  }

  /**
   * The document of that name.
   *
   * @throws RefusedException with {@link Problem.NotFound} if there is none
   */
  OpenDocument get(DocName name) {
    OpenDocument document = open.get(name);
    if (document == null) {
      throw notFound(name);
    }
    return document;
  }

  static RefusedException notFound(DocName name) {
    return new RefusedException(
        new Problem.NotFound(
            "document",
            name.value(),
            "GET /v1/stats lists the documents; a merge creates one that is missing."));
  }

  /** In the order of their names. */
  Collection<OpenDocument> all() {
    return open.values();
  }

  /** The version of a document, or the last one of a document that is gone; 0 for neither. */
  long lastVersion(DocName name) {
    OpenDocument document = open.get(name);
    return document == null ? tombstones.lastVersion(name) : document.version();
  }

  Tombstones tombstones() {
    return tombstones;
  }
}
