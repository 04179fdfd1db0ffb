package dev.larder.protocol;

import java.util.Map;

/**
 * The answer to a batch of merges.
 *
 * @param documents each document's answer, in the order of the request
 */
public record BatchAnswer(Map<String, WriteAnswer> documents) {}
