package dev.larder.prove.process;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import java.io.IOException;

/** What happens to a daemon. Each kind is a class of this room; {@link Faults} has them all. */
interface Fault {
  /** How it is called in the tally. */
  String plural();

  /** Whether this machine can do it. */
  default boolean isPossible() {
    return true;
  }

  /** What happens before the round's daemon is started. */
  default void before(Stage stage) throws Exception {}

  /** How the round's daemon is started. */
  default Launch launch(Stage stage, Launch usual) throws IOException {
    return usual;
  }

  /** Starts it. */
  default Daemon start(Stage stage, Launch launch) throws Exception {
    return launch.ready();
  }

  /**
   * Strikes while the clients work. A daemon that still runs afterwards is ended by the round.
   *
   * @throws dev.larder.prove.Finding if the daemon did not bear it as it must
   */
  void strike(Round round) throws Exception;
}
