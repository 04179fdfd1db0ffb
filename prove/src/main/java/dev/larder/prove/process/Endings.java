package dev.larder.prove.process;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Signals, and several daemons on one root. */
final class Endings {
  /** The exit code of a daemon whose root is another one's: sysexits(3), EX_TEMPFAIL. */
  private static final int ROOT_OWNED = 75;

  private static final long NANOS_PER_MS = 1_000_000;

  private Endings() {}

  /** {@code kill -9} in the middle of the work. */
  record Kill() implements Fault {
    @Override
    public String plural() {
      return "kills under load";
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work();
      round.kill();
    }
  }

  /** {@code kill -9} at any moment of starts and recoveries. */
  record KillAtStart() implements Fault {
    private static final int LONGEST_MS = 1200;

    @Override
    public String plural() {
      return "kills at the start";
    }

    @Override
    public void before(Stage stage) throws Exception {
      for (int left = 1 + stage.random().nextInt(3); left > 0; left--) {
        try (Daemon daemon = stage.launch().start()) {
          LockSupport.parkNanos(stage.random().nextInt(LONGEST_MS) * NANOS_PER_MS);
          daemon.kill();
          stage.tally().add("kills");
        }
      }
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work();
      round.kill();
    }
  }

  /** SIGTERM in the middle of the work. */
  record Term() implements Fault {
    @Override
    public String plural() {
      return "SIGTERMs under load";
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work();
      round.stop();
    }
  }

  /** SIGSTOP for a while, in which nobody else may become owner; then it goes on, or is killed. */
  record Pause() implements Fault {
    private static final int LONGEST_MS = 300;

    @Override
    public String plural() {
      return "SIGSTOPs";
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work(500);
      round.daemon().signal("STOP");
      if (round.random().nextBoolean()) {
        refused(round);
      } else {
        LockSupport.parkNanos(round.random().nextInt(LONGEST_MS) * NANOS_PER_MS);
      }
      if (round.random().nextInt(3) == 0) {
        round.kill();
      } else {
        round.daemon().signal("CONT");
        round.work(500);
      }
    }
  }

  /** A daemon is started on a root that is owned. */
  record Second() implements Fault {
    @Override
    public String plural() {
      return "second daemons";
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work(500);
      refused(round);
    }
  }

  /** Several are started at once: exactly one becomes owner. */
  record AtOnce() implements Fault {
    private static final int MANY = 3;

    @Override
    public String plural() {
      return "starts of several at once";
    }

    @Override
    public Daemon start(Stage stage, Launch launch) throws Exception {
      List<Daemon> started = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        started.add(launch.start());
      }
      List<Daemon> owners = started.stream().filter(Daemon::awaitReady).toList();
      if (owners.size() != 1) {
        started.forEach(Daemon::close);
        throw stage.finding(owners.size() + " daemons own one root", List.of(plural()));
      }
      for (Daemon other : started) {
        if (!owners.contains(other) && other.awaitExit() != ROOT_OWNED) {
          owners.forEach(Daemon::close);
          throw stage.finding("One that came too late said: " + other.said(), List.of(plural()));
        }
      }
      return owners.get(0);
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work();
    }
  }

  private static void refused(Round round) throws Exception {
    try (Daemon second = round.launch().start()) {
      if (second.awaitReady()) {
        throw round.broken("A second daemon became owner of an owned root");
      }
      int exitCode = second.awaitExit();
      if (exitCode != ROOT_OWNED) {
        throw round.broken("A second daemon ended with " + exitCode + ": " + second.said());
      }
    }
  }
}
