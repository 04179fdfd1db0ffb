package dev.larder.server.publish;

import dev.larder.server.stats.Layout;
import dev.larder.server.stats.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file in which readers find a document, and what it holds. Publisher's thread only. */
final class Target {
  private static final Logger LOG = LoggerFactory.getLogger(Target.class);

  private final AtomicFile file;
  private final Backoff backoff;
  private final PublishObserver observer;

  /** Null while the file is not known to be what some edition said. */
  private @Nullable Held held;

  private long version;
  private @Nullable String problem;
  private @Nullable Instant since;

  /** What decides over a file's content and mode. */
  private record Held(long version, boolean removed, Layout layout, @Nullable FileMode mode) {
    static Held of(Edition edition) {
      boolean removed = edition.snapshot() == null;
      return new Held(edition.version(), removed, edition.layout(), edition.mode());
    }
  }

  Target(Path path, PublisherOptions options) {
    this.file = new AtomicFile(path, options.usualMode());
    this.backoff = new Backoff(options);
    this.observer = options.observer();
  }

  boolean holds(Edition edition) {
    return Held.of(edition).equals(held);
  }

  Backoff backoff() {
    return backoff;
  }

  TargetState state() {
    return new TargetState(file.target(), version, problem, since);
  }

  /** Makes the file what the edition says; whether that worked is in {@link #state}. */
  void attempt(Edition edition, ByteBuffer buffer, Leftovers leftovers) {
    long startedNs = System.nanoTime();
    try {
      leftovers.sweep(FinalFile.of(file.target()));
      Snapshot snapshot = edition.snapshot();
      if (snapshot == null) {
        file.remove();
      } else {
        file.replace(edition.mode(), snapshot.render(edition.layout())::read, buffer);
      }
      observer.published(System.nanoTime() - startedNs);
      succeeded(edition);
    } catch (IOException e) {
      failed(edition, Reason.of(file.target(), e), e);
    } catch (RuntimeException e) {
      // A bug; it must not take the other documents' files with it.
      LOG.error("Publishing '{}' at {} met a bug", edition.doc(), file.target(), e);
      failed(edition, "the daemon met a bug, see larder.log: " + e, e);
    }
  }

  private void succeeded(Edition edition) {
    if (problem != null) {
      LOG.info(
          "'{}' is published at {} again, after {} failed attempts.",
          edition.doc(),
          file.target(),
          backoff.failures());
    }
    held = Held.of(edition);
    version = edition.version();
    problem = null;
    since = null;
    backoff.succeeded();
  }

  private void failed(Edition edition, String reason, Exception cause) {
    if (!reason.equals(problem)) {
      LOG.warn(
          "'{}' cannot be published: {}. Merges go on; it is tried again until it works.",
          edition.doc(),
          reason);
      LOG.debug("The failed attempt", cause);
    }
    if (since == null) {
      since = Instant.now();
    }
    held = null;
    problem = reason;
    observer.publishFailed();
    backoff.failed(System.nanoTime());
  }
}
