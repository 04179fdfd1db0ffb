package dev.larder.client;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.Patience;
import dev.larder.protocol.BuildEvent;
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

  /** The longest wait for a word that is on its way. */
  private static final long WORD_MS = 1_000;

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
  private final BuildOptions options;
  private final String token;
  private final List<Runnable> actions = new ArrayList<>();
  private BuildStream stream;
  private State state = State.HELD;
  private int resumes;

  /** Whether it was lost because its deadline had passed; before the state says that it is. */
  private volatile boolean overdue;

  LeaseWatch(
      Calls calls,
      ClientOptions client,
      WorkspaceId id,
      BuildOptions options,
      String token,
      BuildStream stream) {
    this.calls = calls;
    this.client = client;
    this.id = id;
    this.options = options;
    this.token = token;
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
      if (event instanceof BuildEvent.Failed failed) {
        overdue = Problem.LeaseLost.DEADLINE.equals(failed.problem().members().get("reason"));
      }
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
    BuildStream next = BuildStream.open(calls, id, options, token, answer);
    boolean kept = false;
    try {
      BuildEvent event = next.next(Patience.until(answer));
      if (event instanceof BuildEvent.Granted again && again.token().equals(token)) {
        kept = take(next);
        return kept;
      }
      if (event instanceof BuildEvent.Failed failed && Build.isPutOff(failed.problem())) {
        return false;
      }
      throw new LarderException.Refused(ProblemDetails.of(new Problem.LeaseLost(token)));
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

  /** Whether the lease was taken away because its deadline had passed. */
  boolean isOverdue() {
    return overdue;
  }

  /**
   * The daemon says that the lease is lost: its stream will say why in a moment, since it came
   * before.
   */
  synchronized void awaitLost() {
    Deadline until = Deadline.afterMs(WORD_MS);
    try {
      while (state == State.HELD && !until.passed()) {
        wait(Math.max(1, until.remainingMs()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
