package dev.larder.client;

/**
 * A stats document as it was at one version.
 *
 * @param version the count of accepted writes
 * @param json its UTF-8 bytes, as the daemon holds them; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are what is asked for; nobody compares them.
public record StatsDocument(long version, byte[] json) {}
