package dev.larder.client.command;

import dev.larder.protocol.OpenApi;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code larder api}: the contract that this client was built for. */
@Command(
    name = "api",
    header = "Print the HTTP contract, openapi.yaml.",
    description = {
      "In the OpenAPI 3.1 format, as YAML, or with --json as JSON. Needs no daemon; a",
      "running one serves its own at /openapi.yaml and /openapi.json."
    },
    footer = {"  larder api > openapi.yaml", "  larder api --json | python3 -m json.tool"})
final class ApiCommand implements Callable<Integer> {
  private final LarderCommand larder;

  ApiCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    OpenApi form = larder.asJson() ? OpenApi.JSON : OpenApi.YAML;
    larder.output().bytes().write(form.read());
    return ExitCode.DONE;
  }
}
