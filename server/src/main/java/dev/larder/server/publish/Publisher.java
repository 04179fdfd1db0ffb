package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files of all documents as new as it may, in a thread of its own, {@code publisher}. The
 * page of this package tells when a document is written and what happens to a target that fails.
 */
public final class Publisher implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** Carries the bytes of every file: large enough that system calls cost next to nothing. */
  private static final int BUFFER_BYTES = 256 * 1024;

  private static final String ENDED = "the daemon is stopping; it is published at the next start";

  /** What the thread is told to do; it never goes back to an earlier one. */
  private enum Order {
    PUBLISH,
    DRAIN,
    END
  }

  private final Source source;
  private final Thread thread;

  // The mailbox, for any thread.
  private final Changed told = new Changed();
  private final Queue<Waiter> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<DocName, List<TargetState>> board = new ConcurrentHashMap<>();
  private volatile Order order = Order.PUBLISH;
  private volatile boolean hasEnded;
  private volatile boolean drainedClean;

  // Publisher's thread only.
  private final Agenda agenda;
  private final Leftovers leftovers = new Leftovers();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  public Publisher(Source source, PublisherOptions options) {
    this.source = source;
    this.agenda = new Agenda(options);
    this.thread = new Thread(this::run, "publisher");
  }

  /** Starts the thread. Changes told before are not lost. */
  public void start() {
    thread.start();
  }

  /**
   * Tells that a document, or its settings, may have a newer durable version than its files. Cheap;
   * any thread; to be called after each forced batch, and once for each document at the start of
   * the daemon, as nobody knows then what the files hold.
   */
  public void changed(DocName doc) {
    if (told.tell(doc)) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Completes when all targets of the document hold this version or a newer one, or with the
   * problem of the first attempt at such a version that failed. Completed by the publisher's
   * thread: what depends on it must not block. Any thread. Implies {@link #changed}.
   */
  public CompletionStage<PublishedState> published(DocName doc, long version) {
    Waiter waiter = new Waiter(doc, version, new CompletableFuture<>());
    asked.add(waiter);
    LockSupport.unpark(thread);
    if (hasEnded) {
      refuseAsked();
    }
    return waiter.state();
  }

  /** How the files of a document stand; empty before the first attempt. Any thread. */
  public List<TargetState> targets(DocName doc) {
    return board.getOrDefault(doc, List.of());
  }

  /**
   * How long the oldest durable change has been waiting for its files, in nanoseconds; 0 if every
   * file is as new as its document. Any thread.
   */
  public long lagNs() {
    return told.lagNs();
  }

  /** How many files could not be written at their last attempt. Any thread. */
  public int failingTargets() {
    int failing = 0;
    for (List<TargetState> states : board.values()) {
      for (TargetState state : states) {
        failing += state.problem() == null ? 0 : 1;
      }
    }
    return failing;
  }

  /**
   * The clean stop: publishes everything that is durable now, one attempt each, then ends the
   * thread. The source must answer until this returns.
   *
   * @param maxMs how long to wait for it, more than 0
   * @return whether every target holds its document's newest version; if not, the log says why
   */
  public boolean drain(long maxMs) throws InterruptedException {
    order = Order.DRAIN;
    LockSupport.unpark(thread);
    thread.join(maxMs);
    return drainedClean;
  }

  /**
   * Ends the thread after the file that it is writing, without publishing more; who still waits is
   * answered with a problem.
   */
  @Override
  public void close() {
    order = Order.END;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    hasEnded = true;
    refuseAsked();
  }

  private void run() {
    try {
      while (order == Order.PUBLISH) {
        takeAsked();
        publishNextOrPark();
      }
      publishAllThatIsLeft();
    } catch (Throwable e) {
      LOG.error("The publisher's thread died; published files fall behind from now on.", e);
      throw e;
    } finally {
      hasEnded = true;
      agenda.all().forEach(document -> document.refuseWaiters(ENDED));
      refuseAsked();
    }
  }

  private void takeAsked() {
    for (Waiter waiter = asked.poll(); waiter != null; waiter = asked.poll()) {
      agenda.document(waiter.doc()).add(waiter);
      // Here and not by the one who asks: the document could be taken off between the two.
      told.tell(waiter.doc());
    }
  }

  private void refuseAsked() {
    for (Waiter waiter = asked.poll(); waiter != null; waiter = asked.poll()) {
      waiter.failed(waiter.version(), ENDED);
    }
  }

  private void publishNextOrPark() {
    Agenda.Due next = agenda.next(told.names());
    if (next == null) {
      LockSupport.park(this);
      return;
    }
    long pauseNs = next.atNs() - System.nanoTime();
    if (pauseNs > 0) {
      LockSupport.parkNanos(this, pauseNs);
    } else {
      publish(next.document(), false);
    }
  }

  private void publishAllThatIsLeft() {
    agenda.failing().forEach(told::tell);
    takeAsked();
    while (order == Order.DRAIN && !told.isEmpty()) {
      for (DocName name : told.names()) {
        takeAsked();
        publish(agenda.document(name), true);
      }
    }
    drainedClean = told.isEmpty() && agenda.failing().isEmpty();
  }

  private void publish(PublishedDocument document, boolean evenPausing) {
    told.asking(document.name());
    CompletableFuture<Edition> answer = ask(document.name());
    if (!answer.isDone()) {
      told.tell(document.name());
      return;
    }
    try {
      Edition edition = answer.join();
      document.attempt(edition, evenPausing, buffer, leftovers);
      // On the board before the answer: who was told that it is published finds it so.
      board.put(document.name(), document.states());
      document.answerWaiters(edition);
    } catch (CompletionException | CancellationException e) {
      LOG.error("'{}' is not published, as its newest version is not known", document.name(), e);
      document.sourceFailed("its newest version is not known, see larder.log");
    }
    if (!document.isFailing()) {
      told.arrived(document.name());
    }
    agenda.attempted(document);
    if (document.isForgettable()) {
      board.remove(document.name());
    }
  }

  /** The newest edition or why there is none; not done only if the order to end came before it. */
  private CompletableFuture<Edition> ask(DocName doc) {
    CompletableFuture<Edition> answer;
    try {
      answer = source.edition(doc).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    var unused = answer.whenComplete((edition, failure) -> LockSupport.unpark(thread));
    while (!answer.isDone() && order != Order.END) {
      LockSupport.park(this);
    }
    return answer;
  }
}
