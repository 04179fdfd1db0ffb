package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The command against a daemon that it reaches by TCP, with TLS and tokens, as people set it up.
 */
class RemoteTest {
  private static final Pattern HTTPS = Pattern.compile("https://127\\.0\\.0\\.1:\\d+");

  private static String serve(TestRoot root) throws Exception {
    Running daemon =
        root.serve(
            "--listen",
            "127.0.0.1:0",
            "--tls-cert",
            root.beside("daemon.pem").toString(),
            "--tls-key",
            Credentials.key(root, "daemon").toString(),
            "--tokens",
            Credentials.tokens(root).toString());
    Matcher endpoint = HTTPS.matcher(daemon.out());
    assertThat(endpoint.find()).as(daemon.out()).isTrue();
    return endpoint.group();
  }

  private static Command at(String endpoint, TestRoot root, Path token, String... arguments) {
    return root.larder(arguments)
        .with("LARDER_ENDPOINT", endpoint)
        .with("LARDER_CACERT", root.beside("daemon.pem").toString())
        .with("LARDER_TOKEN_FILE", token.toString());
  }

  @Test
  void commandsWorkByTlsAndATokenAsTheyDoOnTheSocket() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Credentials.certificate(root, "daemon");
      Credentials.certificate(root, "other");
      Path writer = Credentials.token(root, "ci", "rw");
      Path reader = Credentials.token(root, "dashboard", "ro");
      String endpoint = serve(root);

      at(endpoint, root, writer, "merge", "timings").input("{\"a\": 1}").run().well();

      assertThat(at(endpoint, root, reader, "get", "timings").run().well().out())
          .isEqualTo("{\"a\": 1}");
      assertThat(at(endpoint, root, reader, "health").run().well().out()).isEqualTo("ready\n");
      Ended refused = at(endpoint, root, reader, "merge", "timings").input("{}").run();
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("dashboard", "read");
      Ended unknown =
          at(endpoint, root, Files.writeString(root.beside("t"), "larder_none"), "ls").run();
      assertThat(unknown.exitCode()).isEqualTo(1);
      Ended distrusted =
          at(endpoint, root, writer, "ls", "--cacert", root.beside("other.pem").toString()).run();
      assertThat(distrusted.exitCode()).isEqualTo(3);
      assertThat(distrusted.err()).contains("TLS with the daemon of " + endpoint);
      assertThat(root.larder("get", "timings").run().well().out()).isEqualTo("{\"a\": 1}");
    }
  }

  @Test
  void oneOfManyBuildersBuildsAndAllHaveACopy() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Credentials.certificate(root, "daemon");
      Path writer = Credentials.token(root, "ci", "rw");
      String endpoint = serve(root);
      String script =
          "echo built >> "
              + root.beside("builds")
              + "; mkdir -p {}/bin; head -c 300000 /dev/urandom > {}/bin/tool; chmod 755 {}/bin/tool;"
              + " ln -s bin/tool {}/tool";

      List<Running> builders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String output = root.beside("copy" + i).toString();
        builders.add(
            at(endpoint, root, writer, "build", "tool", "-o", output, "--", "sh", "-c", script)
                .start());
      }
      for (Running builder : builders) {
        builder.await().well();
      }

      assertThat(Files.readAllLines(root.beside("builds"))).hasSize(1);
      byte[] first = Files.readAllBytes(root.beside("copy0/tool"));
      for (int i = 0; i < 4; i++) {
        Path tool = root.beside("copy" + i).resolve("tool");
        assertThat(tool).isSymbolicLink().isExecutable().hasBinaryContent(first);
      }
      assertThat(hiddenFiles(root)).isEmpty();
    }
  }

  @Test
  void aFileThatIsThereAlreadyIsReplacedOnlyByAnother() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Credentials.certificate(root, "daemon");
      Path writer = Credentials.token(root, "ci", "rw");
      String endpoint = serve(root);
      Path output = Files.writeString(root.beside("out"), "old");
      String[] build = {"build", "x", "-o", output.toString(), "--", "sh", "-c", "echo new > {}"};

      at(endpoint, root, writer, build).run().well();
      Object file = Files.getAttribute(output, "unix:ino");
      Ended again = at(endpoint, root, writer, build).run().well();

      assertThat(again.out()).isEqualTo(output + "\n");
      assertThat(output).hasContent("new");
      assertThat(Files.getAttribute(output, "unix:ino")).isEqualTo(file);
      Ended nowhere = at(endpoint, root, writer, "build", "x", "--", "sh", "-c", "> {}").run();
      assertThat(nowhere.exitCode()).isEqualTo(2);
      assertThat(nowhere.err()).contains("--output");
    }
  }

  private static List<String> hiddenFiles(TestRoot root) throws IOException {
    try (var files = Files.list(root.beside("x").getParent())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .toList();
    }
  }

  @Test
  void tokensAreNowhereInTheLogOrOnAnyCommandLine() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Credentials.certificate(root, "daemon");
      Path writer = Credentials.token(root, "ci", "rw");
      String endpoint = serve(root);
      at(endpoint, root, writer, "merge", "timings").input("{\"payload\": 77}").run().well();

      String log = Files.readString(root.path().resolve("larder.log"), StandardCharsets.UTF_8);

      assertThat(log).contains("ci: POST /v1/stats/timings/merge");
      assertThat(log).doesNotContain(Files.readString(writer).strip(), "payload");
    }
  }
}
