package dev.larder.prove.check;

import java.util.Map;

/**
 * A document as the contract sees it. Immutable.
 *
 * @param version of its last write, also when that removed it
 * @param exists whether it is there
 * @param rules whether its settings have the rules of {@link DocumentModel}
 * @param entries each value as JSON in its shortest form
 * @param done first answers by their Idempotency-Keys
 */
record DocumentState(
    long version,
    boolean exists,
    boolean rules,
    Map<String, String> entries,
    Map<String, Answered> done) {
  static final DocumentState NONE = new DocumentState(0, false, false, Map.of(), Map.of());

  /** The version that conditions see. */
  long etag() {
    return exists ? version : 0;
  }
}
