package dev.larder.protocol;

/**
 * Who answers on this socket.
 *
 * @param name always {@code larder}
 * @param version the daemon's release
 * @param protocol {@link Paths#PROTOCOL} of the daemon
 */
public record DaemonVersion(String name, String version, int protocol) {}
