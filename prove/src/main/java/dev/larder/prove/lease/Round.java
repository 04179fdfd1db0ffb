package dev.larder.prove.lease;

import dev.larder.testbed.Patience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Guests come, the daemon is disturbed, everybody leaves. */
final class Round {
  private static final int MOST_PAUSE_MS = 700;

  /** Leases between two disturbances: enough that most lives are undisturbed. */
  private static final int CALM_LEASES = 60;

  private static final int RESTARTS = 2;
  private static final int DISTURBANCES = 4;

  private final House house;
  private final History history;
  private final Random random;

  Round(House house, History history, Random random) {
    this.house = house;
    this.history = history;
    this.random = random;
  }

  /**
   * Plays until it may not go on.
   *
   * @throws IllegalStateException if a guest did what it never should, which proves nothing
   */
  void play(List<? extends Callable<Void>> guests, BooleanSupplier goesOn)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(guests.size());
    try {
      List<Future<Void>> visits = new ArrayList<>();
      guests.forEach(guest -> visits.add(threads.submit(guest)));
      for (int nth = 0; goesOn.getAsBoolean(); nth++) {
        long next = history.grants() + random.nextInt(CALM_LEASES);
        Patience.until("leases are granted")
            .until(() -> history.grants() >= next || !goesOn.getAsBoolean());
        // Each kind of restart comes first, so that no round is without.
        disturb(nth < RESTARTS ? nth : random.nextInt(DISTURBANCES));
      }
      house.announceClosing();
      awaitAll(visits);
    } finally {
      house.announceClosing();
      threads.shutdownNow();
      threads.awaitTermination(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void disturb(int kind) throws IOException, InterruptedException {
    switch (kind) {
      case 0 -> house.restart(false);
      case 1 -> house.restart(true);
      default -> house.pause(random.nextInt(MOST_PAUSE_MS));
    }
  }

  private void awaitAll(List<Future<Void>> visits) throws InterruptedException {
    long untilNanos = System.nanoTime() + Patience.LONGEST.toNanos();
    for (Future<Void> visit : visits) {
      try {
        visit.get(Math.max(1, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        history.add(
            new Event.Broken("", "a waiter was forgotten: it has no answer", System.nanoTime()));
        return;
      } catch (ExecutionException e) {
        throw new IllegalStateException("A guest failed", e);
      }
    }
  }
}
