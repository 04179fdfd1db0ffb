package dev.larder.protocol;

/**
 * The answer to a release: the lease that was taken away.
 *
 * @param fence its fencing number
 * @param builder who built
 * @param heldMs for how long, in milliseconds
 */
public record ReleaseAnswer(long fence, Builder builder, long heldMs) {}
