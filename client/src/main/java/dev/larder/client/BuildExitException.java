package dev.larder.client;

/** Thrown by a {@link BuildFunction} whose command ended with an exit code that means failure. */
public class BuildExitException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String output;

  /**
   * A failed command.
   *
   * @param message what happened, for everyone who waits for the build
   * @param exitCode the command's exit code
   */
  public BuildExitException(String message, int exitCode) {
    this(message, exitCode, "");
  }

  /**
   * A failed command that said why.
   *
   * @param output the last lines that it printed, for everyone who waits; of more than 4,096
   *     characters the last ones are told
   */
  public BuildExitException(String message, int exitCode, String output) {
    super(message);
    this.exitCode = exitCode;
    this.output = output;
  }

  /** The last lines that the command printed; empty where they are not known. */
  public String output() {
    return output;
  }

  /** The command's exit code. */
  public int exitCode() {
    return exitCode;
  }
}
