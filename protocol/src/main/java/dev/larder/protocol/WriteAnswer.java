package dev.larder.protocol;

/**
 * The answer to a write.
 *
 * @param version the document's version after it, also its ETag
 * @param entries how many entries the document has then
 * @param bytes how long the document is then, in bytes
 */
public record WriteAnswer(long version, long entries, long bytes) {}
