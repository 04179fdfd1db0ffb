package dev.larder.prove.defences;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A scene saw what must not be. */
final class Broken extends Exception {
  private static final long serialVersionUID = 1L;

  private Broken(String what) {
    super(what);
  }

  /** Goes on only if that holds. */
  static void unless(boolean holds, String otherwise) throws Broken {
    if (!holds) {
      throw new Broken(otherwise);
    }
  }

  /** Starts a daemon that has no reason not to start. */
  static Daemon unlessReady(Launch launch) throws Broken, IOException {
    Daemon daemon = launch.start();
    unless(daemon.awaitReady(), "it does not start: " + daemon.said());
    return daemon;
  }

  /** What must come in its time, as an answer does; a connection that closes instead is told. */
  static <T> T unlessSoon(String what, Callable<T> coming) throws Exception {
    FutureTask<T> task = new FutureTask<>(coming);
    Thread thread = new Thread(task, what);
    thread.setDaemon(true); // it may wait for what never comes
    thread.start();
    try {
      return task.get(Patience.LONGEST.toSeconds() / 3, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Broken(what + ": it never came");
    } catch (ExecutionException e) {
      unless(!(e.getCause() instanceof EOFException), what + ": the connection closed instead");
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
