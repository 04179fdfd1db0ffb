package dev.larder.client.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code larder completion}. */
@Command(
    name = "completion",
    header = "Print a completion script for bash, zsh or fish.",
    footer = {
      "  eval \"$(larder completion bash)\"      (in ~/.bashrc)",
      "  eval \"$(larder completion zsh)\"       (in ~/.zshrc)",
      "  larder completion fish | source        (in config.fish)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** One script serves the first two: in zsh it loads bashcompinit. */
  enum ForShell {
    bash,
    zsh,
    fish
  }

  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "Your shell.")
  private ForShell forShell = ForShell.bash;

  CompletionCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    larder.output().line("# Completion of larder for " + forShell);
    if (forShell == ForShell.fish) {
      larder.output().lines(FishCompletion.of(CommandTree.whole(larder)));
    } else {
      larder.output().line(AutoComplete.bash("larder", CommandTree.whole(larder)));
    }
    return ExitCode.DONE;
  }
}
