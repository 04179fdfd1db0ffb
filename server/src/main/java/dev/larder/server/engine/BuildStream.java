package dev.larder.server.engine;

import dev.larder.protocol.BuildEvent;

/**
 * The open stream of one build request, as the engine sees it. The engine's thread calls it; an
 * implementation must not block.
 */
public interface BuildStream {
  /**
   * Somebody else builds; the stream repeats it, with the time that passes, until it is told more.
   */
  void waiting(BuildEvent.Waiting event);

  /** The stream is the lease now; it stays open. */
  void granted(BuildEvent.Granted event);

  /** The result is there; the stream stays open as its pin. */
  void pinned(BuildEvent.Ready event);

  /** The last line. */
  void ended(BuildEvent last);
}
