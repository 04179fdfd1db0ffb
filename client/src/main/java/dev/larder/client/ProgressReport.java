package dev.larder.client;

import dev.larder.client.http.Request;
import dev.larder.protocol.BuildProgress;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Tells the daemon how far a build is, beside the build: in a thread of its own, which begins with
 * the first word, and at most {@value #MOST_A_SECOND} times a second, the newest word only. What
 * cannot be told is dropped: nothing depends on it. Any thread may call it.
 */
final class ProgressReport {
  private static final int MOST_A_SECOND = 4;
  private static final long PAUSE_MS = 1000 / MOST_A_SECOND;

  private final Calls calls;
  private final String token;

  // All guarded by this.
  private @Nullable BuildProgress next;
  private @Nullable Thread teller;
  private boolean ended;

  ProgressReport(Calls calls, String token) {
    this.calls = calls;
    this.token = token;
  }

  /** Has it told soon; returns at once. */
  synchronized void say(BuildProgress progress) {
    next = progress;
    notifyAll();
    if (teller == null && !ended) {
      Thread started = new Thread(this::run, "larder-progress");
      started.setDaemon(true);
      started.start();
      teller = started;
    }
  }

  /** Nothing is told any more; does not wait for what is being told. */
  synchronized void end() {
    ended = true;
    if (teller != null) {
      teller.interrupt();
    }
  }

  private void run() {
    try {
      for (; ; ) {
        tell(take());
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException | LarderException.Interrupted e) {
      // The build has ended.
    }
  }

  private synchronized BuildProgress take() throws InterruptedException {
    while (next == null) {
      wait();
    }
    BuildProgress taken = next;
    next = null;
    return taken;
  }

  private void tell(BuildProgress progress) {
    Request request =
        Request.change("POST", Paths.progress(token))
            .withBody(MediaTypes.JSON, Messages.write(progress))
            .asRepeatable();
    try {
      calls.call(request, response -> response.body().readAllBytes());
    } catch (LarderException.Interrupted e) {
      throw e;
    } catch (LarderException e) {
      // The lease may be lost, or the daemon be gone: the stream tells the builder of both.
    }
  }
}
