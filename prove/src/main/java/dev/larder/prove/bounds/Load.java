package dev.larder.prove.bounds;

import dev.larder.testbed.Launch;

/**
 * Too much of one thing, for a daemon of its own.
 *
 * @param launch how the daemon is started: its heap, its open files
 * @param trial loads it, and says of which writes it got the answer
 */
record Load(String name, Launch launch, Trial trial) {
  /** What is done to the daemon. */
  interface Trial {
    void on(Trials trials) throws Exception;
  }
}
