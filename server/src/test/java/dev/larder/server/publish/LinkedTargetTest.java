package dev.larder.server.publish;

import static dev.larder.server.publish.Text.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedTargetTest {
  @TempDir Path folder = Path.of("");
  private Path link = Path.of("");
  private Path real = Path.of("");

  @BeforeEach
  void nameTheFiles() throws IOException {
    link = folder.resolve("link.json");
    real = Files.createDirectory(folder.resolve("elsewhere")).resolve("real.json");
  }

  @Test
  void linkStaysAndItsFileIsReplaced() throws IOException {
    Files.writeString(real, "old");
    Files.createSymbolicLink(link, real);

    write(link, null, "new");

    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(real).hasContent("new");
  }

  @Test
  void temporaryFileIsMadeWhereTheLinkLeads() throws IOException {
    Files.createSymbolicLink(link, real);
    Files.createDirectory(folder.resolve("elsewhere").resolve("sub"));

    new AtomicFile(link)
        .replace(
            null,
            target -> {
              assertThat(folder.toFile().list()).hasSize(2);
              assertThat(folder.resolve("elsewhere").toFile().list()).hasSize(2);
              return false;
            },
            java.nio.ByteBuffer.allocate(9));
  }

  @Test
  void chainOfRelativeLinksThroughFoldersIsFollowed() throws IOException {
    Files.writeString(real, "old");
    Path deep = Files.createDirectories(folder.resolve("a").resolve("b"));
    Files.createSymbolicLink(folder.resolve("short"), Path.of("a/b"));
    Files.createSymbolicLink(deep.resolve("next.json"), Path.of("../../elsewhere/real.json"));
    Files.createSymbolicLink(link, Path.of("short/next.json"));

    write(link, null, "new");

    assertThat(link).isSymbolicLink();
    assertThat(deep.resolve("next.json")).isSymbolicLink();
    assertThat(real).isRegularFile().hasContent("new");
  }

  @Test
  void danglingLinkGetsItsFile() throws IOException {
    Files.createSymbolicLink(link, Path.of("elsewhere/real.json"));

    write(link, null, "new");

    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }

  @Test
  void linksInACircleAreAnError() throws IOException {
    Path other = folder.resolve("other.json");
    Files.createSymbolicLink(link, other);
    Files.createSymbolicLink(other, link);

    assertThatThrownBy(() -> write(link, null, "new")).isInstanceOf(FileSystemLoopException.class);

    assertThat(link).isSymbolicLink();
    assertThat(other).isSymbolicLink();
  }

  @Test
  void chainOfFortyLinksIsFollowedAndOneMoreIsAnError() throws IOException {
    Path next = real;
    for (int i = 40; i >= 1; i--) {
      next = Files.createSymbolicLink(folder.resolve("link" + i), next);
    }
    write(next, null, "new");
    Path tooLong = Files.createSymbolicLink(folder.resolve("link0"), next);

    assertThat(real).hasContent("new");
    assertThatThrownBy(() -> Files.readString(tooLong)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> write(tooLong, null, "newer"))
        .isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void linkToAFolderIsAnError() throws IOException {
    Files.createSymbolicLink(link, folder.resolve("elsewhere"));

    assertThatThrownBy(() -> write(link, null, "new")).hasMessageContaining("is a folder");

    assertThat(link).isSymbolicLink();
  }

  @Test
  void removalTakesTheFileAndLeavesTheLink() throws IOException {
    Files.writeString(real, "old");
    Files.createSymbolicLink(link, real);

    new AtomicFile(link).remove();

    assertThat(real).doesNotExist();
    assertThat(link).isSymbolicLink();
  }
}
