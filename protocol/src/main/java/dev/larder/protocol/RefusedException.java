package dev.larder.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request, or a part of one, that is refused for the reason that its problem gives. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient @Nullable DocName document;

  public RefusedException(Problem problem) {
    this(problem, null);
  }

  /**
   * The refusal of a request for several documents.
   *
   * @param document the one that the problem is of
   */
  public RefusedException(Problem problem, @Nullable DocName document) {
    // A refusal is an answer, not a bug: its place in the code is of no use to anyone.
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.document = document;
  }

  public Problem problem() {
    return problem;
  }

  /** The document that it is about, where the request is for several. */
  public Optional<DocName> document() {
    return Optional.ofNullable(document);
  }
}
