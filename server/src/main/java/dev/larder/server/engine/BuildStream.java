package dev.larder.server.engine;

import dev.larder.protocol.BuildEvent;

/**
 * The open stream of one build request, as the engine sees it. The engine's thread calls it; an
 * implementation must not block.
 */
public interface BuildStream {
  /**
   * Somebody else builds; the stream repeats it, with the time that passes and what the builder
   * says of its progress, until it is told more.
   */
  void waiting(BuildEvent.Waiting event, ProgressLine progress);

  /** The stream is the lease now; it stays open. */
  void granted(BuildEvent.Granted event);

  /** The result is there; the stream stays open as its pin. */
  void pinned(BuildEvent.Ready event);

  /** The last line. */
  void ended(BuildEvent last);
}
