package dev.larder.prove.process;

import dev.larder.prove.Finding;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One life of a daemon: it starts, what the last one left is judged, clients work, a fault strikes,
 * and it ends. The part's thread only.
 */
final class Round {
  /** There are these, or twice, four or eight times as many. */
  private static final int FEWEST_CLIENTS = 8;

  private static final int FEWEST_ANSWERS = 500;
  private static final double MOST_ANSWERS = 30_000;

  private final Stage stage;
  private final Fault fault;
  private final Counts counts;
  private final Random random;
  private final int clients;
  private final Pool pool;
  private final int number;
  private final String name;
  private final AtomicBoolean working = new AtomicBoolean(true);
  private final AtomicBoolean connecting = new AtomicBoolean(true);
  private final AtomicBoolean reading = new AtomicBoolean(true);
  private final List<Thread> threads = new ArrayList<>();
  private final Launch launch;
  private final Daemon daemon;

  private Round(Stage stage, Fault fault, Counts counts, int number, Launch launch, Daemon daemon) {
    this.stage = stage;
    this.fault = fault;
    this.counts = counts;
    this.number = number;
    this.name = "round " + number + ", " + fault.plural();
    this.launch = launch;
    this.daemon = daemon;
    this.random = stage.run().random(name);
    this.clients = FEWEST_CLIENTS << random.nextInt(4);
    this.pool = stage.newPool(clients);
  }

  /** Plays a round. */
  static void play(Stage stage, Fault fault, Counts counts, int number) throws Exception {
    fault.before(stage);
    Launch launch = fault.launch(stage, stage.launch());
    long diedNanos = System.nanoTime();
    try (Daemon daemon = fault.start(stage, launch)) {
      Aftermath.examine(stage, daemon.socket(), diedNanos);
      Round round = new Round(stage, fault, counts, number, launch, daemon);
      round.play();
    }
  }

  private void play() throws Exception {
    startClients();
    try {
      fault.strike(this);
      if (daemon.isAlive()) {
        end();
      }
    } finally {
      working.set(false);
      daemon.close();
      join();
      counts.into(stage.tally());
    }
    stage.tally().add("rounds");
    stage.tally().add(fault.plural());
    String broken = pool.broken();
    if (broken != null) {
      throw stage.finding(broken, List.of(name));
    }
  }

  private void startClients() {
    for (int i = 0; i < clients; i++) {
      Random chance = stage.run().random(name + ", client " + i);
      Workload workload = new Workload("r" + number, i, chance);
      start(
          new Client(i, daemon.socket(), pool, workload, counts, working::get, connecting::get),
          "client-" + i);
    }
    start(new PublishedReader(pool, stage::file, () -> working.get() && reading.get()), "reader");
    stage.left = pool;
  }

  private void start(Runnable what, String called) {
    Thread thread = new Thread(what, called);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void join() throws InterruptedException {
    for (Thread thread : threads) {
      join(thread);
    }
  }

  private static void join(Thread thread) throws InterruptedException {
    thread.join(Patience.LONGEST.toMillis());
    if (thread.isAlive()) {
      throw new IllegalStateException(thread.getName() + " still waits for an ended daemon");
    }
  }

  /** Ends a daemon that bore its fault: by a kill, or in its order. */
  private void end() throws Exception {
    work(200);
    if (random.nextBoolean()) {
      kill();
    } else {
      stop();
    }
  }

  Stage stage() {
    return stage;
  }

  Daemon daemon() {
    return daemon;
  }

  Launch launch() {
    return launch;
  }

  Random random() {
    return random;
  }

  Path root() {
    return stage.root();
  }

  Pool pool() {
    return pool;
  }

  /** Lets the clients work until so many more answers came, or the daemon ended. */
  void work(int answers) {
    long wanted = pool.answers() + answers;
    Patience.until(answers + " answers, or the daemon's end")
        .until(() -> pool.answers() >= wanted || pool.broken() != null || !daemon.isAlive());
  }

  /**
   * Lets them work for some time; what was chosen is the number of answers: each magnitude alike.
   */
  void work() {
    work((int) (FEWEST_ANSWERS * Math.pow(MOST_ANSWERS / FEWEST_ANSWERS, random.nextDouble())));
  }

  /**
   * What lies at the root's place will be another root: lets nobody look at its files, nor connect
   * to its daemon. Who is connected works on.
   */
  void leaveRoot() throws InterruptedException {
    connecting.set(false);
    reading.set(false);
    join(threads.get(threads.size() - 1));
  }

  /** Lets no client ask any more. */
  void quiet() {
    working.set(false);
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    daemon.kill();
    stage.tally().add("kills");
  }

  /** SIGTERM: exit code 0, and all is published. */
  void stop() throws Exception {
    int exitCode = daemon.stop();
    if (exitCode != 0) {
      throw broken("A clean stop ended with " + exitCode);
    }
    stage.tally().add("clean stops");
    working.set(false);
    join();
    stage.keepPublished(pool);
  }

  /** Nothing of this round can be judged by what is there later. */
  void judgeWithoutRoot() throws Finding, IOException, InterruptedException {
    working.set(false);
    join();
    Aftermath.judgeWithoutRoot(stage, pool);
    stage.left = null;
  }

  /** A promise was broken. */
  Finding broken(String what) throws IOException {
    return stage.finding(what, List.of(name, "the daemon said: " + daemon.said()));
  }

  /** Waits until it ends by itself, with that code and a word that tells why. */
  void endsWith(int exitCode, String word) throws Exception {
    int found = daemon.awaitExit();
    if (found != exitCode || !daemon.said().contains(word)) {
      throw broken("It ended with " + found + ", not with " + exitCode + " and '" + word + "'");
    }
  }
}
