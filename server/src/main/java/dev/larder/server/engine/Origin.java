package dev.larder.server.engine;

/**
 * Where a change of a document came from.
 *
 * @param who for people: {@code pid 123 uid 0}, {@code token ci}, {@code address 127.0.0.1}, or
 *     {@link #DAEMON}
 */
record Origin(WriteKind kind, String who) {
  /** Nobody asked for it: the settings did, or a file that lay there. */
  static final String DAEMON = "daemon";
}
