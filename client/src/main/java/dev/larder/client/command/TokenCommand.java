package dev.larder.client.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code larder token}. */
@Command(
    name = "token",
    header = "Make tokens for clients that come by TCP.",
    synopsisSubcommandLabel = "new",
    footer = {"  larder token new --name ci --scope rw", "  larder token new --help"})
final class TokenCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new UsageException("say what to do: larder token new");
  }
}
