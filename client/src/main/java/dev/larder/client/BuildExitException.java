package dev.larder.client;

/** Thrown by a {@link BuildFunction} whose command ended with an exit code that means failure. */
public class BuildExitException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * A failed command.
   *
   * @param message what happened, for everyone who waits for the build
   * @param exitCode the command's exit code
   */
  public BuildExitException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command's exit code. */
  public int exitCode() {
    return exitCode;
  }
}
