package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./larder} in a fresh clone. */
@Tag("slow")
class SourceFolderTest {
  private static final String BUILDING = "building what is missing";

  /** What the script itself uses, beside Java and Maven. */
  private static final List<String> TOOLS =
      List.of("sh", "awk", "cat", "dirname", "flock", "grep", "mkdir", "readlink", "sed", "uname");

  @Test
  void firstCallsBuildOnceAndWithoutToolsTellWhatToInstall() throws Exception {
    Needs.command("git");
    Needs.that(Files.exists(Installed.SOURCE.resolve(".git")), "the source is no git repository");
    try (TestRoot root = TestRoot.create()) {
      Path clone = root.beside("clone");
      root.shell("git clone -q \"$1\" \"$2\"", "" + Installed.SOURCE, "" + clone).run().well();
      assertToolsAreNamed(root, clone);

      Path link = Files.createSymbolicLink(root.beside("linked"), Path.of("clone/larder"));
      List<Running> calls = new ArrayList<>();
      calls.add(root.shell("exec ./larder version").in(clone).start());
      calls.add(root.shell("exec ../clone/larder version").in(clone).start());
      calls.add(root.shell("exec \"$1\" version", link.toString()).start());

      String said = "";
      for (Running call : calls) {
        Ended ended = call.await().well();
        assertThat(ended.out()).startsWith("larder ");
        said += ended.err();
      }
      assertThat(said.split(BUILDING, -1)).hasSize(2);
      Ended again = root.shell("exec ./linked version").in(root.beside("")).run().well();
      assertThat(again.err()).isEmpty();
      assertThat(root.shell("git status --porcelain").in(clone).run().well().out()).isEmpty();
    }
  }

  private static void assertToolsAreNamed(TestRoot root, Path clone) throws Exception {
    Ended noJava = version(root, clone, commands(root, "no-java", List.of()));
    assertThat(noJava.exitCode()).isEqualTo(1);
    assertThat(noJava.err()).contains("There is no Java compiler", "apt-get install openjdk-17");

    Ended noMaven = version(root, clone, commands(root, "no-maven", List.of("java", "javac")));
    assertThat(noMaven.exitCode()).isEqualTo(1);
    assertThat(noMaven.err()).contains("There is no Maven", "apt-get install").contains("maven");
  }

  private static Ended version(TestRoot root, Path clone, Path commands) throws Exception {
    return root.shell("unset JAVA_HOME; PATH=$1; exec ./larder version", "" + commands)
        .in(clone)
        .run();
  }

  /** A folder with the tools of the script and some more. */
  private static Path commands(TestRoot root, String name, List<String> more) throws IOException {
    Path commands = Files.createDirectory(root.beside(name));
    for (String tool : Stream.concat(TOOLS.stream(), more.stream()).toList()) {
      for (String folder : System.getenv("PATH").split(":", -1)) {
        Path file = Path.of(folder, tool);
        if (Files.isExecutable(file) && !Files.exists(commands.resolve(tool))) {
          Files.createSymbolicLink(commands.resolve(tool), file);
        }
      }
    }
    return commands;
  }
}
