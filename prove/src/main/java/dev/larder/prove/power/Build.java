package dev.larder.prove.power;

import org.jspecify.annotations.Nullable;

/**
 * A result that was committed, and perhaps forgotten again. Each key is built once.
 *
 * @param id workspace and key
 * @param content what was built
 * @param digest as the commit's answer told it
 * @param committed the commit's answer
 * @param forgotten the answer to its removal; null if it was never asked for
 */
record Build(
    String id, Tree content, String digest, Line.Place committed, Line.@Nullable Place forgotten) {}
