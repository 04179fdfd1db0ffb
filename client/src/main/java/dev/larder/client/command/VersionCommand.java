package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import dev.larder.protocol.DaemonVersion;
import dev.larder.protocol.Paths;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code larder version}. */
@Command(
    name = "version",
    header = "Show the versions of this command and of the daemon.",
    description = "Starts no daemon; where none runs, only this command's version is shown.",
    footer = {"  larder version", "  larder version --json"})
final class VersionCommand implements Callable<Integer> {
  private final LarderCommand larder;

  VersionCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Output output = larder.output();
    DaemonVersion daemon = daemon();
    if (output.asJson()) {
      var versions = new LinkedHashMap<String, Object>();
      versions.put("client", new DaemonVersion("larder", Release.number(), Paths.PROTOCOL));
      versions.put("daemon", daemon);
      output.json(versions);
    } else {
      output.line(new Release().getVersion()[0]);
      output.line(
          daemon == null
              ? "no daemon runs"
              : "daemon " + daemon.version() + " (protocol " + daemon.protocol() + ")");
    }
    return ExitCode.DONE;
  }

  private @Nullable DaemonVersion daemon() {
    try (Larder client = larder.openRunning()) {
      return client.version();
    } catch (LarderException.Unreachable none) {
      return null;
    }
  }
}
