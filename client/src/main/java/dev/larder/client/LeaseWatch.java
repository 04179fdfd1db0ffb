package dev.larder.client;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.Patience;
import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.WorkspaceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches the stream that is the lease while the build function runs. When the stream breaks, most
 * likely because the daemon was restarted, it resumes the lease on a new one.
 *
 * <p>Its own thread reads the stream; the builder's thread asks how things stand. Their shared
 * state is guarded by this object's lock.
 */
final class LeaseWatch {
  /** What {@link #awaitHeld} returns when the lease is lost. */
  static final int LOST = -1;

  /** How long a restarted daemon keeps a lease for the builder to come back (the contract). */
  private static final long GRACE_MS = 10_000;

  private static final long FIRST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 250;

  private enum State {
    HELD,
    CUT,
    LOST,
    ENDED
  }

  private final Calls calls;
  private final ClientOptions client;
  private final WorkspaceId id;
  private final BuildRequest resume;
  private final List<Runnable> actions = new ArrayList<>();
  private BuildStream stream;
  private State state = State.HELD;
  private int resumes;

  LeaseWatch(
      Calls calls, ClientOptions client, WorkspaceId id, BuildRequest resume, BuildStream stream) {
    this.calls = calls;
    this.client = client;
    this.id = id;
    this.resume = resume;
    this.stream = stream;
  }

  void start() {
    Thread thread = new Thread(this::run, "larder-lease-" + id);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (watchOneStream() && resume()) {
      // On to the next stream.
    }
  }

  /** Returns whether the stream broke, so that the lease should be resumed. */
  private boolean watchOneStream() {
    BuildStream watched = current();
    boolean broke;
    try {
      BuildEvent event = watched.next(Patience.ENDLESS);
      if (event instanceof BuildEvent.Ready) {
        return false; // The answer to the commit: from now on the stream is a pin.
      }
      broke = event instanceof BuildEvent.Failed failed && Build.isPutOff(failed.problem());
    } catch (IOException e) {
      broke = true; // Whatever happened to it, the answer is the same: resume.
    } catch (LarderException e) {
      broke = false; // Nonsense on the stream: not a daemon to hold a lease of.
    }
    if (!broke) {
      lose();
      return false;
    }
    return change(State.HELD, State.CUT);
  }

  private boolean resume() {
    // The daemon may need its time to start before its grace begins.
    Deadline until = Deadline.afterMs(client.startTimeoutMs() + GRACE_MS);
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    try {
      while (isCut()) {
        try {
          if (resumeOnce(until)) {
            return true;
          }
        } catch (ClosedChannelException e) {
          throw e; // This client was closed.
        } catch (IOException e) {
          // No daemon yet, or one that went again; both may change until the time is over.
        }
        backoff.pause(until);
      }
    } catch (IOException | LarderException e) {
      // The time is over, the daemon refused, or there is nobody left to hold the lease.
    }
    lose();
    return false;
  }

  /** Returns false if the daemon puts the request off. */
  private boolean resumeOnce(Deadline until) throws IOException {
    Deadline answer = until.orAfterMs(client.timeoutMs());
    BuildStream next = BuildStream.open(calls, id, resume, answer);
    boolean kept = false;
    try {
      BuildEvent event = next.next(Patience.until(answer));
      if (event instanceof BuildEvent.Granted again && again.token().equals(resume.resume())) {
        kept = take(next);
        return kept;
      }
      if (event instanceof BuildEvent.Failed failed && Build.isPutOff(failed.problem())) {
        return false;
      }
      throw new LarderException.Refused(
          ProblemDetails.of(new Problem.LeaseLost(String.valueOf(resume.resume()))));
    } finally {
      if (!kept) {
        next.close();
      }
    }
  }

  private synchronized boolean take(BuildStream next) {
    if (state != State.CUT) {
      return false;
    }
    stream = next;
    resumes++;
    state = State.HELD;
    notifyAll();
    return true;
  }

  private synchronized BuildStream current() {
    return stream;
  }

  private synchronized boolean isCut() {
    return state == State.CUT;
  }

  private synchronized boolean change(State from, State to) {
    boolean changed = state == from;
    if (changed) {
      state = to;
      notifyAll();
    }
    return changed;
  }

  private void lose() {
    List<Runnable> due;
    synchronized (this) {
      if (state == State.ENDED) {
        return;
      }
      state = State.LOST;
      notifyAll();
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /** See {@link Staging#onLost}. */
  void onLost(Runnable action) {
    synchronized (this) {
      if (state != State.LOST) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /** The function has returned: nothing is left to be ended. */
  synchronized void forgetActions() {
    actions.clear();
  }

  synchronized boolean isLost() {
    return state == State.LOST;
  }

  /**
   * Waits while the lease is being resumed.
   *
   * @return how often it was resumed so far, or {@link #LOST}
   * @throws LarderException.Interrupted if the thread was interrupted
   */
  synchronized int awaitHeld() {
    try {
      while (state == State.CUT) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LarderException.Interrupted("Interrupted while the lease was being resumed", e);
    }
    return state == State.LOST ? LOST : resumes;
  }

  /** After the commit: what keeps the result from being evicted, until it is closed. */
  synchronized Closeable pin() {
    state = State.ENDED;
    return stream;
  }

  /** Gives the lease back if it is still held. */
  void end() {
    BuildStream last;
    synchronized (this) {
      if (state != State.LOST) {
        state = State.ENDED;
      }
      last = stream;
    }
    try {
      last.close();
    } catch (IOException e) {
      throw calls.told(e);
    }
  }
}
