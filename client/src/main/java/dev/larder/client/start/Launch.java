package dev.larder.client.start;

/**
 * How a daemon is started.
 *
 * @param launcher the {@code larder} command: an absolute path, or a name on the PATH
 * @param timeoutMs longest wait until it answers, in milliseconds
 */
public record Launch(String launcher, long timeoutMs) {}
