package dev.larder.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The server's part of the {@code larder} command: {@code serve} and {@code doctor}. */
@Command(
    name = "larder",
    subcommands = {Serve.class, Doctor.class})
public final class Main {
  private Main() {}

  /** Runs one of the two; ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
