package dev.larder.client;

/**
 * Makes one build result. It runs in the thread that asked for the build, and only if that client
 * was granted the lease.
 *
 * @param <E> what it throws; {@link Larder#build} throws the same
 */
@FunctionalInterface
public interface BuildFunction<E extends Exception> {
  /**
   * Writes the result, a file or a folder, to {@link Staging#content}. When it returns, the result
   * is committed; when it throws, everyone who waits is told of the failure, with the exception's
   * message and, of a {@link BuildExitException}, the exit code.
   */
  void build(Staging staging) throws E;
}
