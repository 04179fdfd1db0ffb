package dev.larder.server.engine;

/**
 * Who is told what happens to one thing that is watched, however many watch it there: so what a
 * batch costs the engine does not grow with them. The engine's thread calls it; an implementation
 * must not block.
 */
public interface Follower<E> {
  /** It is durable. The follower may have to drop it, and then knows that it missed something. */
  void add(E event);

  /** All events of the batch were added. */
  void ring();
}
