package dev.larder.server.engine;

import dev.larder.server.journal.ForceObserver;
import dev.larder.server.publish.PublishObserver;

/**
 * Is told how long the engine's work takes: once for each batch, force, file and checkpoint, never
 * for each write. Called by the thread that did the work; must not block.
 */
public interface EngineObserver extends ForceObserver, PublishObserver {
  /** Nobody looks. */
  EngineObserver NOBODY =
      new EngineObserver() {
        @Override
        public void forced(int bytes, long tookNs) {}

        @Override
        public void published(long tookNs) {}

        @Override
        public void publishFailed() {}

        @Override
        public void committed(int writes) {}

        @Override
        public void checkpointed(long tookNs) {}

        @Override
        public void checkpointFailed() {}
      };

  /**
   * A batch is durable. Engine's thread.
   *
   * @param writes how many writes of documents it held, at least 1
   */
  void committed(int writes);

  /**
   * A checkpoint was written. Checkpoint's thread.
   *
   * @param tookNs from its first part to its manifest's force, in nanoseconds
   */
  void checkpointed(long tookNs);

  /** A checkpoint could not be written; the journal is kept. Checkpoint's thread. */
  void checkpointFailed();
}
