package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.OpenApi;
import dev.larder.protocol.ProblemKind;
import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The text of the contract: who hands it out, and that it is well written. */
@Timeout(300)
class OpenApiTest {
  private static final Path PROTOCOL = Path.of("..", "protocol");
  private static final Path FILE =
      PROTOCOL.resolve("src/main/resources/dev/larder/protocol/openapi.yaml");

  /** The newest one that runs on the Node.js of Debian 12. */
  private static final String LINTER = "@redocly/cli@1.34.5";

  @Test
  void daemonServesTheFileByteByByteAndTheSameAsJson(@TempDir Path root) throws Exception {
    try (World world = new World(root, Place.USUAL, all -> true)) {
      Reply yaml = world.ask(Call.get("/openapi.yaml")).has(200);
      Reply json = world.ask(Call.get("/openapi.json")).has(200);

      assertThat(yaml.body()).isEqualTo(Files.readAllBytes(FILE)).isEqualTo(OpenApi.YAML.read());
      assertThat(json.body()).isEqualTo(OpenApi.JSON.read());
      assertThat(json.json()).isEqualTo(YAMLMapper.shared().readTree(yaml.body()));
      assertThat(json.json()).isEqualTo(JsonMapper.shared().readTree(OpenApi.JSON.read()));
    }
  }

  @Test
  void tokenThatMayReadIsEnoughForIt(@TempDir Path root) throws Exception {
    try (World world = new World(root, Place.USUAL, all -> true)) {
      Call call = Call.get("/openapi.yaml").without("Host").with("Host: localhost");

      world.askByTcp(call).problem(ProblemKind.UNAUTHORIZED);
      world.askByTcp(call.with(world.reader.header())).has(200);
    }
  }

  @Test
  void linterIsSilent() throws Exception {
    Needs.thatHolds(
        exitCode("--version") == 0, "npx (Debian: nodejs and npm), and " + LINTER + " by it");

    Shell.Outcome lint = npx("lint", "--config", PROTOCOL.resolve("redocly.yaml").toString());

    assertThat(lint.exitCode()).as(lint.output()).isZero();
    assertThat(lint.output()).contains("is valid").doesNotContainIgnoringCase("warning");
  }

  private static int exitCode(String argument) throws InterruptedException {
    try {
      return npx(argument).exitCode();
    } catch (IOException e) {
      return -1; // no npx
    }
  }

  private static Shell.Outcome npx(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "REDOCLY_SUPPRESS_UPDATE_NOTICE=true",
                "REDOCLY_TELEMETRY=off",
                "npx",
                "--yes",
                LINTER));
    command.addAll(List.of(arguments));
    return Shell.tryRun(command.toArray(new String[0]));
  }
}
