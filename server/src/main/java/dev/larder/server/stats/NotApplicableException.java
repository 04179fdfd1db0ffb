package dev.larder.server.stats;

/** A rule cannot work on a value; whoever knows the place makes a refusal of it. */
final class NotApplicableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final String expected;
  final String found;

  NotApplicableException(String expected, String found) {
    // An answer, not a bug: its place in the code is of no use to anyone.
    super(expected, null, false, false);
    this.expected = expected;
    this.found = found;
  }
}
