package dev.larder.server.publish;

import static dev.larder.server.publish.Text.modeOf;
import static dev.larder.server.publish.Text.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("timings.json");
  }

  @Test
  void newFileHoldsAllPiecesOfTheContent() throws IOException {
    write(file, null, "{\"a\": 1, \"b\": 2, \"c\": 3}");

    assertThat(file).hasContent("{\"a\": 1, \"b\": 2, \"c\": 3}");
    assertThat(namesIn(folder)).containsExactly("timings.json");
  }

  @Test
  void emptyContentMakesAnEmptyFile() throws IOException {
    write(file, null, "");

    assertThat(file).isEmptyFile();
  }

  @Test
  void whoHasTheOldFileOpenReadsItToItsEnd() throws IOException {
    Files.writeString(file, "old");
    try (var reader = Files.newBufferedReader(file)) {
      write(file, null, "new and longer");

      assertThat(reader.readLine()).isEqualTo("old");
    }
    assertThat(file).hasContent("new and longer");
  }

  @Test
  void modeOfTheReplacedFileIsKept() throws IOException {
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r-x"));

    write(file, null, "new");

    assertThat(modeOf(file)).isEqualTo(new FileMode(0665));
  }

  @Test
  void modeThatIsSetWinsOverThatOfTheReplacedFile() throws IOException {
    Files.writeString(file, "old");

    write(file, new FileMode(0606), "new");

    assertThat(modeOf(file)).isEqualTo(new FileMode(0606));
  }

  @Test
  void modeThatIsSetIsNotCutByTheUmask() throws IOException {
    write(file, new FileMode(0666), "new");

    assertThat(modeOf(file)).isEqualTo(new FileMode(0666));
  }

  @Test
  void newContentIsNeverReadableUnderAWiderModeThanTheOldOne() throws IOException {
    Files.writeString(file, "old secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    List<FileMode> seen = new ArrayList<>();

    Content watching =
        target -> {
          seen.addAll(modesIn(folder));
          return false;
        };
    new AtomicFile(file).replace(null, watching, ByteBuffer.allocate(9));

    assertThat(seen).hasSize(2).containsOnly(new FileMode(0600));
  }

  @Test
  void groupAndOwnerOfTheReplacedFileAreKept() throws IOException, InterruptedException {
    Needs.thatHolds("0".equals(Shell.run("id", "-u")), "root, who may give files away");
    Files.writeString(file, "old");
    Shell.run("chown", "12345:23456", file.toString());

    write(file, null, "new");

    assertThat(Shell.run("stat", "-c", "%u:%g", file.toString())).isEqualTo("12345:23456");
  }

  @Test
  void contentThatFailsLeavesTheOldFileAlone() throws IOException {
    Files.writeString(file, "old");
    Content failing =
        target -> {
          throw new IllegalStateException("no more");
        };

    assertThatThrownBy(() -> new AtomicFile(file).replace(null, failing, ByteBuffer.allocate(9)))
        .hasMessage("no more");

    assertThat(file).hasContent("old");
    assertThat(namesIn(folder)).containsExactly("timings.json");
  }

  @Test
  void missingFolderIsAnErrorAndNotMade() {
    Path missing = folder.resolve("gone").resolve("timings.json");

    assertThatThrownBy(() -> write(missing, null, "new")).isInstanceOf(NoSuchFileException.class);

    assertThat(missing.getParent()).doesNotExist();
  }

  @Test
  void folderThatIsAFileIsAnError() throws IOException {
    Files.writeString(file, "old");

    assertThatThrownBy(() -> write(file.resolve("x.json"), null, "new"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Not a directory");
  }

  @Test
  void targetThatIsAFolderIsAnError() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(() -> write(file, null, "new")).hasMessageContaining("is a folder");

    assertThat(file).isEmptyDirectory();
  }

  @Test
  void targetThatIsAPipeIsAnError() throws IOException, InterruptedException {
    Shell.run("mkfifo", file.toString());

    assertThatThrownBy(() -> write(file, null, "new")).hasMessageContaining("a pipe");

    assertThat(Shell.run("stat", "-c", "%F", file.toString())).isEqualTo("fifo");
  }

  @Test
  void targetThatIsADeviceIsAnError() {
    assertThatThrownBy(() -> write(Path.of("/dev/null"), null, "new"))
        .hasMessageContaining("a device");
  }

  @Test
  void relativePathIsRefused() {
    assertThatThrownBy(() -> new AtomicFile(Path.of("timings.json")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nameOfTheGreatestLengthIsNoTrouble() throws IOException {
    Path longest = folder.resolve("é".repeat(127) + "x");

    write(longest, null, "new");

    assertThat(longest).hasContent("new");
  }

  @Test
  void removedFileIsGone() throws IOException {
    Files.writeString(file, "old");

    new AtomicFile(file).remove();

    assertThat(namesIn(folder)).isEmpty();
  }

  @Test
  void removingWhatIsNotThereIsFine() throws IOException {
    new AtomicFile(file).remove();
    new AtomicFile(folder.resolve("gone").resolve("x.json")).remove();

    assertThat(namesIn(folder)).isEmpty();
  }

  @Test
  void removingAFolderIsAnError() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(() -> new AtomicFile(file).remove()).hasMessageContaining("is a folder");

    assertThat(file).isDirectory();
  }

  static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  private static List<FileMode> modesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<FileMode> modes = new ArrayList<>();
      for (Path path : files.toList()) {
        modes.add(modeOf(path));
      }
      return modes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
