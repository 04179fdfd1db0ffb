package dev.larder.server.http;

import dev.larder.server.engine.Follower;
import dev.larder.server.engine.Following;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A thing that can be watched, and how what happens to it is told. Equal topics are the same thing
 * told in the same way, and share their {@link Hub}.
 *
 * @param <E> its events, which have numbers that rise
 */
interface Topic<E> {
  /** Has the follower told of every event behind those of the answer. */
  CompletionStage<Following<E>> follow(Follower<E> follower);

  /** Has the follower told no more. */
  void unfollow(Follower<E> follower);

  long number(E event);

  /** The event with no more than will be told of it. */
  E kept(E event);

  /** How much memory a kept event takes, about. */
  int bytes(E event);

  /** The first thing that is told to who does not resume. */
  byte[] open(long current);

  /** What is told to who has missed something of which no more is known. */
  byte[] reload(long current);

  /**
   * Events in a row as they are told: each by itself, or where that would be too much, in one.
   *
   * @param events at least one
   * @param watchers how many are told
   */
  byte[] news(List<E> events, int watchers);
}
