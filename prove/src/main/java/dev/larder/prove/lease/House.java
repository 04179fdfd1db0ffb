package dev.larder.prove.lease;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The daemon of one round, which comes and goes, and what its guests share. Any thread. */
final class House implements AutoCloseable {
  /** The workspace in which all is built. */
  static final String NAME = "w";

  private final Launch launch;
  private final History history;
  private final List<String> ids = new CopyOnWriteArrayList<>();

  private Daemon daemon; // under this object's lock, with all below
  private boolean up = true;
  private long restarts;
  private boolean closing;

  private House(Launch launch, Daemon daemon, History history) {
    this.launch = launch;
    this.daemon = daemon;
    this.history = history;
  }

  /** A daemon with so many keys to build. */
  static House open(Launch launch, int keys, History history) throws IOException {
    House house = new House(launch, launch.ready(), history);
    for (int key = 1; key <= keys; key++) {
      house.offer(NAME + "/k" + key);
    }
    return house;
  }

  /** One more {@code NAME/KEY} that guests ask for. */
  void offer(String id) {
    if (!ids.contains(id)) {
      ids.add(id);
    }
  }

  String id(Random random) {
    return ids.get(random.nextInt(ids.size()));
  }

  synchronized Path root() {
    return daemon.root();
  }

  Wire connect() throws IOException {
    Path socket;
    synchronized (this) {
      socket = daemon.socket();
    }
    return Wire.to(socket);
  }

  /** How often the daemon was started again so far. */
  synchronized long restarts() {
    return restarts;
  }

  /** Whether the daemon that ran after so many restarts runs yet, and nobody is about to end it. */
  synchronized boolean isStill(long before) {
    return up && restarts == before;
  }

  /** Waits until a daemon answers. */
  synchronized void awaitUp() throws InterruptedException {
    while (!up) {
      wait();
    }
  }

  /** Does nothing until that time is over, the daemon is gone, or the round ends. */
  synchronized void linger(long ms) throws InterruptedException {
    long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    long before = restarts;
    while (!closing && up && restarts == before) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime());
      if (leftMs <= 0) {
        return;
      }
      wait(leftMs);
    }
  }

  /** From now on nobody comes, and who builds gets to an end. */
  synchronized void announceClosing() {
    closing = true;
    notifyAll();
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /** {@code kill -9}, or the end in its order, and a new daemon. */
  void restart(boolean clean) throws IOException, InterruptedException {
    long sinceNanos = System.nanoTime();
    Daemon old = leave();
    if (clean) {
      old.stop();
    } else {
      old.kill();
    }
    long startedNanos = System.nanoTime();
    Daemon next = launch.ready();
    history.add(new Event.Restarted("", sinceNanos, startedNanos, System.nanoTime()));
    arrive(next);
  }

  private synchronized Daemon leave() {
    up = false;
    notifyAll();
    return daemon;
  }

  private synchronized void arrive(Daemon next) {
    daemon = next;
    up = true;
    restarts++;
    notifyAll();
  }

  /** SIGSTOP, and SIGCONT after that time. */
  void pause(long ms) throws IOException, InterruptedException {
    Daemon paused;
    synchronized (this) {
      paused = daemon;
    }
    paused.signal("STOP");
    try {
      linger(ms);
    } finally {
      paused.signal("CONT");
    }
  }

  /** Has a key's result forgotten. */
  void forget(String id, boolean forced) throws IOException {
    long sinceNanos = System.nanoTime();
    int status = Event.NO_ANSWER;
    try (Wire wire = connect()) {
      String query = forced ? "?force=true" : "";
      status = wire.ask(Request.of("DELETE", "/v1/workspaces/" + id + query)).status();
    } finally {
      history.add(new Event.Forgotten(id, forced, sinceNanos, System.nanoTime(), status));
    }
  }

  /** Takes a key's lease away, whoever has it. */
  void release(String id) throws IOException {
    long sinceNanos = System.nanoTime();
    int status = Event.NO_ANSWER;
    try (Wire wire = connect()) {
      status = wire.ask(Request.of("DELETE", "/v1/workspaces/" + id + "/lease")).status();
    } finally {
      history.add(new Event.Released(id, sinceNanos, System.nanoTime(), status));
    }
  }

  /** Waits until nothing is left of any lease's staging. */
  void awaitEmptyStaging() {
    Path staging = root().resolve("state/staging");
    Patience.until("nothing is left in staging").until(() -> Folders.isEmpty(staging));
  }

  @Override
  public synchronized void close() {
    daemon.close();
  }
}
