package dev.larder.client.command;

/** What a command leaves behind for the shell; the same for every command, and in every help. */
final class ExitCode {
  static final int DONE = 0;

  /** Refused or failed; the reason is on standard error. */
  static final int FAILED = 1;

  static final int USAGE = 2;
  static final int UNREACHABLE = 3;
  static final int NOT_FOUND = 4;
  static final int TIMED_OUT = 5;

  /** As of a program that SIGPIPE (13) ended, which is what a shell expects of it in a pipeline. */
  static final int OUTPUT_CLOSED = 128 + 13;

  private ExitCode() {}
}
