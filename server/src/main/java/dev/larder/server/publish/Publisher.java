package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import java.io.Closeable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps the files of all documents as new as it may, in a thread of its own, {@code publisher}. */
public final class Publisher implements Closeable {
  private final Source source;
  private final PublisherOptions options;

  public Publisher(Source source, PublisherOptions options) {
    this.source = source;
    this.options = options;
  }

  /** Starts the thread. Changes told before are not lost. */
  public void start() {}

  /**
   * Tells that a document, or its settings, may have a newer durable version than its files. Cheap;
   * any thread; call it after each forced batch, and once for each document at the start of the
   * daemon.
   */
  public void changed(DocName doc) {}

  /**
   * Completes when all targets of the document hold this version or a newer one, or with the
   * problem of the first attempt at such a version that failed. Completed by the publisher's
   * thread: what depends on it must not block. Any thread. Implies {@link #changed}.
   */
  public CompletionStage<PublishedState> published(DocName doc, long version) {
    return new CompletableFuture<>();
  }

  /** How the files of a document stand; empty before the first attempt. Any thread. */
  public List<TargetState> targets(DocName doc) {
    return List.of();
  }

  /**
   * The clean stop: publishes everything that is durable now, one attempt each, then ends the
   * thread. The source must answer until this returns.
   *
   * @param maxMs how long to wait
   * @return whether every target holds the newest version
   */
  public boolean drain(long maxMs) throws InterruptedException {
    return true;
  }

  /** Ends the thread without publishing more; who still waits is answered with a problem. */
  @Override
  public void close() {}
}
