package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.command.Terminals.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {
  @TempDir private Path folder;

  static List<Arguments> wrongLines() {
    return List.of(
        Arguments.of("", "name a command"),
        Arguments.of("mergee doc", "no command 'mergee'"),
        Arguments.of("--nonsense", "--nonsense"),
        Arguments.of("merge", "DOC"),
        Arguments.of("merge doc file more", "'more'"),
        Arguments.of("get doc --nonsense", "--nonsense"),
        Arguments.of("get doc --timeout 5", "500ms, 10s, 2m or 1h"),
        Arguments.of("get doc --timeout 0s", "not between"),
        Arguments.of("get doc --endpoint tcp:1", "unix:/path"),
        Arguments.of("get doc --endpoint https://host", "https://host:port"),
        Arguments.of("get doc --client-cert file", "belong together"),
        Arguments.of("get doc --root=", "--root"),
        Arguments.of("merge doc --ack soon", "neither durable nor published"),
        Arguments.of("put doc file --if-version 1 --if-absent", "exclude each other"),
        Arguments.of("put doc file --if-version one", "--if-version"),
        Arguments.of("build name --key a", "COMMAND"),
        Arguments.of("build name -- make all", "holds no {}"),
        Arguments.of("build name --key \uFFFD -- make {}", "LC_ALL"),
        Arguments.of("completion tcsh", "tcsh"));
  }

  @ParameterizedTest
  @MethodSource("wrongLines")
  void wrongUsageEndsWithTwoAndSaysWhatIsWrong(String line, String words) {
    var shell = TestShell.piped();

    int exitCode = shell.run(line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(exitCode).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).startsWith("larder: ").contains(words).contains("--help");
  }

  @Test
  void aBodyIsNotAwaitedFromATerminal() {
    var shell = TestShell.onTerminals(Map.of(), Stream.IN);

    assertThat(shell.run("merge", "doc")).isEqualTo(2);
    assertThat(shell.err()).contains("FILE");
  }

  @Test
  void commonOptionsAreKnownBeforeAndAfterTheCommandsName() {
    String root = folder.resolve("root").toString();
    for (String[] line :
        List.of(
            new String[] {"--root", root, "--no-start", "get", "doc"},
            new String[] {"--no-start", "get", "--root=" + root, "doc"},
            new String[] {"get", "doc", "--root", root, "--no-start", "--timeout", "2s"},
            new String[] {"--timeout=2s", "get", "doc", "--root", root, "--no-start"})) {
      var shell = TestShell.piped();

      assertThat(shell.run(line)).isEqualTo(3);
      assertThat(shell.err()).startsWith("larder: ").contains(root);
    }
  }

  @Test
  void aProblemIsJsonWhereThatIsAskedFor() {
    var shell = TestShell.piped();

    int exitCode = shell.run("status", "--json", "--root", folder.resolve("root").toString());

    assertThat(exitCode).isEqualTo(3);
    assertThat(shell.err())
        .startsWith("{\"type\":\"urn:larder:client:unreachable\",")
        .endsWith("}\n");
  }

  @Test
  void stopIsDoneWhereNoDaemonRuns() {
    var shell = TestShell.piped();

    assertThat(shell.run("stop", "--root", folder.resolve("root").toString())).isZero();
    assertThat(shell.out()).isEqualTo("No daemon ran.\n");
  }

  @Test
  void aWrongNameIsRefusedWithWhatToDo() {
    var shell = TestShell.piped();

    assertThat(shell.run("get", "../x", "--no-start", "--root", folder.toString())).isEqualTo(1);
    assertThat(shell.err()).contains("'../x' is not a name").contains("Use 1 to 200");
  }

  @Test
  void aMissingFileIsNamed() {
    var shell = TestShell.piped();
    String file = folder.resolve("none.json").toString();

    assertThat(shell.run("merge", "doc", file)).isEqualTo(1);
    assertThat(shell.err()).isEqualTo("larder: " + file + ": there is no such file\n");
  }

  @Test
  void settingsThatAreNoneAreRefusedBeforeAnythingIsSent() {
    var shell = TestShell.withInput("{\"modus\": 1}");

    assertThat(shell.run("settings", "doc", "-", "--no-start")).isEqualTo(1);
    assertThat(shell.err()).contains("modus");
  }

  @Test
  void theServersCommandsSayWhichJarIsMissing() {
    var shell = TestShell.piped();

    assertThat(shell.run("--root", "/x", "serve", "--help")).isEqualTo(1);
    assertThat(shell.err()).contains("larder-server.jar");
  }

  @Test
  void optionsBeforeTheServersCommandGoBehindIt() {
    assertThat(ServerDoor.nameFirst(new String[] {"--root", "/x", "serve", "--more"}, 2))
        .containsExactly("serve", "--root", "/x", "--more");
  }

  @Test
  void valuesOfCommonOptionsAreNotTakenForTheCommandsName() {
    assertThat(CommandTree.placeOfName(new String[] {"--root", "serve", "get", "doc"}))
        .isEqualTo(2);
    assertThat(CommandTree.placeOfName(new String[] {"--json", "--help"})).isEqualTo(-1);
  }
}
