package dev.larder.prove.hostile;

/**
 * A message that is not quite a request.
 *
 * @param witness the document that a request hidden in it would make
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Attack(String name, byte[] bytes, String witness, Verdict verdict) {
  /** What has to become of it. */
  enum Verdict {
    /** Its first answer is a 4xx, or the connection is closed without one. */
    REFUSED,
    /** The RFC leaves the choice; what is hidden in its body stays a body. */
    FRAMED,
    /** It never comes whole: in the end it is told so, or closed. */
    STALLS
  }
}
