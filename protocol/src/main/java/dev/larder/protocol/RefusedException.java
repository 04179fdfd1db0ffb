package dev.larder.protocol;

/** A request, or a part of one, that is refused for the reason that its problem gives. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public RefusedException(Problem problem) {
    // A refusal is an answer, not a bug: its place in the code is of no use to anyone.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
