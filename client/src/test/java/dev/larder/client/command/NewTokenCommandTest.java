package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.TokenGrant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewTokenCommandTest {
  @TempDir private Path folder;

  @Test
  void onlyTheDigestIsWrittenToTheFileAndOnlyItsOwnerReadsIt() throws Exception {
    Path file = folder.resolve("tokens");
    var shell = TestShell.piped();

    assertThat(shell.run(arguments("ci", "rw", "--prefix", "ci-", "--file", file.toString())))
        .isZero();

    String token = shell.out().strip();
    assertThat(token).matches("larder_[A-Za-z0-9_-]{43}");
    assertThat(Files.readAllLines(file))
        .containsExactly("ci rw ci- sha256:" + TokenGrant.digest(token));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void linesThatAreThereStayWithTheFilesMode() throws Exception {
    Path file = Files.writeString(folder.resolve("tokens"), "# ours\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(TestShell.piped().run(arguments("a", "ro", "--file", file.toString()))).isZero();
    assertThat(TestShell.piped().run(arguments("b", "rw", "--file", file.toString()))).isZero();
    assertThat(TestShell.piped().run(arguments("a", "ro", "--file", file.toString()))).isZero();

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4).first().isEqualTo("# ours");
    assertThat(lines.get(1)).startsWith("a ro sha256:");
    assertThat(lines.get(2)).startsWith("b rw sha256:");
    assertThat(lines.get(3)).startsWith("a ro sha256:").isNotEqualTo(lines.get(1));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(folder.toFile().list()).containsExactly("tokens");
  }

  @Test
  void withoutAFileTheLineIsForAPersonAndTheTokenForAProgram() {
    var shell = TestShell.piped();

    assertThat(shell.run(arguments("dash", "ro"))).isZero();

    assertThat(shell.err()).contains("dash ro sha256:" + TokenGrant.digest(shell.out().strip()));
  }

  @Test
  void everyTokenIsAnother() {
    var first = TestShell.piped();
    var second = TestShell.piped();

    first.run(arguments("a", "ro"));
    second.run(arguments("a", "ro"));

    assertThat(first.out()).isNotEqualTo(second.out());
  }

  @Test
  void namesAndScopesThatAreNoneAreRefused() {
    assertThat(TestShell.piped().run(arguments("two words", "ro"))).isEqualTo(2);
    assertThat(TestShell.piped().run(arguments("a", "root"))).isEqualTo(2);
    assertThat(TestShell.piped().run(arguments("a", "ro", "--prefix", "/etc"))).isEqualTo(2);
    assertThat(TestShell.piped().run("token")).isEqualTo(2);
  }

  private static String[] arguments(String name, String scope, String... more) {
    var line = new java.util.ArrayList<>(List.of("token", "new", "--name", name, "--scope", scope));
    line.addAll(List.of(more));
    return line.toArray(new String[0]);
  }
}
