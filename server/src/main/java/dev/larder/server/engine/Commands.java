package dev.larder.server.engine;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What others want done on the engine's thread: any thread puts commands in, and never blocks; the
 * engine's takes them out, in their order.
 */
final class Commands {
  /** Commands that may wait: past it clients are told to come again. */
  private static final int MOST = 1 << 16;

  private final MpscBlockingConsumerArrayQueue<Runnable> queue =
      new MpscBlockingConsumerArrayQueue<>(MOST);
  private final Batch batch;

  /** Requests are refused; what the clean stop itself needs still goes through. */
  private volatile boolean refusing;

  private volatile boolean ended;

  /**
   * @param batch in which refusals have their place; the engine thread's
   */
  Commands(Batch batch) {
    this.batch = batch;
  }

  /**
   * Asks for something that is done once the command completes its reply.
   *
   * @return completes exceptionally as {@link Engine} says
   */
  <T> CompletableFuture<T> submit(Consumer<CompletableFuture<T>> command) {
    return refusing ? refused(new Problem.Stopping()) : submitAlways(command);
  }

  /** The same for what the clean stop itself needs. */
  <T> CompletableFuture<T> submitAlways(Consumer<CompletableFuture<T>> command) {
    CompletableFuture<T> reply = new CompletableFuture<>();
    if (!queue.offer(() -> perform(command, reply))) {
      return refused(new Problem.Overloaded("requests"));
    } else if (ended) {
      // The thread may have ended between the two; completing twice does no harm.
      reply.completeExceptionally(new RefusedException(new Problem.Stopping()));
    }
    return reply;
  }

  private static <T> CompletableFuture<T> refused(Problem problem) {
    return CompletableFuture.failedFuture(new RefusedException(problem));
  }

  private <T> void perform(Consumer<CompletableFuture<T>> command, CompletableFuture<T> reply) {
    try {
      command.accept(reply);
    } catch (RefusedException e) {
      // Answered in its place in the batch: it may speak of writes that are not durable yet.
      batch.after(() -> reply.completeExceptionally(e));
    }
  }

  /** For what must not be lost, from threads that may wait a moment. */
  void enqueue(Runnable command) {
    while (!queue.offer(command) && !ended) {
      Thread.onSpinWait();
    }
  }

  /** The next one, waited for; null if none came in time. */
  @Nullable Runnable await(long waitMs) throws InterruptedException {
    return queue.poll(waitMs, TimeUnit.MILLISECONDS);
  }

  /** The next one; null if there is none. */
  @Nullable Runnable poll() {
    return queue.poll();
  }

  /** How many wait, about. */
  int size() {
    return queue.size();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** From now on requests are refused. */
  void refuse() {
    refusing = true;
  }

  boolean isRefusing() {
    return refusing;
  }

  /** Nobody takes commands out any more. */
  void end() {
    ended = true;
  }
}
