package dev.larder.protocol;

/** The answer to a commit: where the result lies now, and what it is. */
public record CommitAnswer(String path, String digest, long bytes, long fence) {}
