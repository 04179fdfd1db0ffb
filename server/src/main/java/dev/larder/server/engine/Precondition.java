package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.Set;

/**
 * What must hold of a document's version before a write (RFC 9110, section 13.1.1 and 13.1.2).
 *
 * @param text the header as it came, for the answer
 */
public record Precondition(Kind kind, Set<Long> versions, String text) {
  /** The kinds of condition. */
  public enum Kind {
    NONE,
    /** {@code If-Match: *}: the document exists. */
    EXISTS,
    /** {@code If-None-Match: *}: the document does not exist. */
    ABSENT,
    /** {@code If-Match: "1", "2"}: it is at one of the versions. */
    AT_ONE_OF,
    /** {@code If-None-Match: "1"}: it is at none of the versions. */
    AT_NONE_OF
  }

  /** Always holds. */
  public static final Precondition NONE = new Precondition(Kind.NONE, Set.of(), "");

  /**
   * Checks the condition.
   *
   * @param version the document's version, 0 where there is none
   * @throws RefusedException with {@link Problem.PreconditionFailed} if it does not hold
   */
  public void check(DocName doc, long version) {
    if (!holds(version)) {
      throw new RefusedException(new Problem.PreconditionFailed(doc, text, version));
    }
  }

  /** Whether it holds of a document at this version; 0 where there is none. */
  public boolean holds(long version) {
    return switch (kind) {
      case NONE -> true;
      case EXISTS -> version != 0;
      case ABSENT -> version == 0;
      case AT_ONE_OF -> versions.contains(version);
      case AT_NONE_OF -> !versions.contains(version);
    };
  }
}
