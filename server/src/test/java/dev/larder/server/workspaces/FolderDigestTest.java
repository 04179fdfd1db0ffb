package dev.larder.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderDigestTest {
  @TempDir Path root = Path.of("");

  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = tree(root.resolve("made"));
  }

  @Test
  void digestIsThatOfTheListingThatThePackageTellsOf() throws IOException {
    String listing =
        "d 0755 0 - .\0"
            + "f 0644 3 "
            + sha256("one")
            + " ./a\0"
            + "d 0700 0 - ./b\0"
            + "f 0755 0 "
            + sha256("")
            + " ./b/z\0"
            + "f 0600 3 "
            + sha256("dot")
            + " ./b.c\0"
            + "l 0777 7 "
            + sha256("nowhere")
            + " ./link\0";

    Seal.Sealed sealed = seal(folder);

    assertThat(sealed).isEqualTo(new Seal.Sealed("sha256:" + sha256(listing), 6, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf onf > a",
        "printf one. > a",
        "mv a A",
        "mv a b/a",
        "rm a",
        "touch more",
        "mkdir b/empty",
        "chmod 0640 a",
        "chmod 0750 b",
        "chmod 0750 .",
        "chmod u+s b/z",
        "rm b/z && mkdir b/z",
        "rm link && ln -s nowhere/ link",
        "rm link && ln -s /nowhere link",
        "rm link && printf nowhere > link",
        "rm a && ln -s one a"
      })
  void anyChangeOfBytesNamesOrModesChangesTheDigest(String change)
      throws IOException, InterruptedException {
    String before = seal(folder).digest();

    Shell.run("sh", "-c", "cd " + folder + " && " + change);

    assertThat(seal(folder).digest()).isNotEqualTo(before);
  }

  @Test
  void timesAndOrderOfMakingDoNotChangeTheDigest() throws IOException, InterruptedException {
    String before = seal(folder).digest();

    Files.setLastModifiedTime(folder.resolve("a"), FileTime.fromMillis(0));
    Shell.run("sh", "-c", "cd " + folder + " && cp -p a t && rm a && touch later && mv t a");
    Files.delete(folder.resolve("later"));

    assertThat(seal(folder).digest()).isEqualTo(before);
  }

  @Test
  void targetOfALinkCountsAsWrittenWhateverLiesThere() throws IOException {
    Files.createSymbolicLink(folder.resolve("rooted"), Path.of("/no//such/place"));
    Files.createSymbolicLink(folder.resolve("up"), Path.of("../made"));
    String before = seal(folder).digest();

    Files.createDirectory(folder.resolve("nowhere").resolveSibling("other"));
    Files.delete(folder.resolve("other"));
    Files.move(folder, root.resolve("moved"));

    assertThat(seal(root.resolve("moved")).digest()).isEqualTo(before);
  }

  @Test
  void digestDoesNotDependOnTheLocale() throws IOException, InterruptedException {
    String names = "$(printf 'caf\\303\\251') $(printf 'bad\\377') 'a b%41~'";
    Shell.run(
        "sh",
        "-c",
        "cd "
            + folder
            + " && touch "
            + names
            + " && ln -s $(printf 'x\\377/') odd && cp -a "
            + folder
            + " "
            + root.resolve("copy"));

    String utf8 = commitIn("C.UTF-8", root.resolve("one"), folder);
    String ascii = commitIn("C", root.resolve("two"), root.resolve("copy"));

    assertThat(ascii).isEqualTo(utf8).startsWith("sha256:");
  }

  private static String commitIn(String locale, Path root, Path content)
      throws IOException, InterruptedException {
    ProcessBuilder program = new ProcessBuilder(CommitOnce.command(root, content));
    program.environment().putAll(Map.of("LC_ALL", locale));
    Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.strip();
  }

  private static Path tree(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("b"));
    Files.writeString(folder.resolve("a"), "one");
    Files.writeString(folder.resolve("b/z"), "");
    Files.writeString(folder.resolve("b.c"), "dot");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    mode(folder, "rwxr-xr-x");
    mode(folder.resolve("a"), "rw-r--r--");
    mode(folder.resolve("b"), "rwx------");
    mode(folder.resolve("b/z"), "rwxr-xr-x");
    mode(folder.resolve("b.c"), "rw-------");
    return folder;
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static Seal.Sealed seal(Path folder) throws IOException {
    Path top = folder.toAbsolutePath().getParent();
    return Seal.of(top == null ? folder : top, folder.getFileName() + "");
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(Seal.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
