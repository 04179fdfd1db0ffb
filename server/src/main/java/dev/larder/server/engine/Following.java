package dev.larder.server.engine;

import java.util.List;

/**
 * Where a follower begins. Events have numbers that rise; its first {@link Follower#add} comes
 * behind these.
 *
 * @param since the events are all those with a higher number than this
 * @param current the number of the newest event that ever was; 0 if none was
 * @param events the last ones that are remembered, the oldest first
 */
public record Following<E>(long since, long current, List<E> events) {}
