package dev.larder.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedTest {
  @TempDir private Path folder;
  private Path file;
  private Watched<String> watched;

  @BeforeEach
  void watch() throws IOException {
    file = Files.writeString(folder.resolve("file"), "one");
    watched = new Watched<>("words", List.of(file), this::read);
  }

  private String read() throws IOException {
    String text = Files.readString(file);
    if (text.equals("broken")) {
      throw new IOException("it is broken");
    }
    return text;
  }

  @Test
  void aChangeIsInForceOnceItHasSettled() throws IOException {
    Files.writeString(file, "two");
    watched.look(false);
    assertThat(watched.get()).isEqualTo("one");
    watched.look(false);
    assertThat(watched.get()).isEqualTo("two");
  }

  @Test
  void aChangeIsInForceAtOnceWhenItIsAskedFor() throws IOException {
    Files.writeString(file, "two");
    watched.look(true);
    assertThat(watched.get()).isEqualTo("two");
  }

  @Test
  void aFileThatIsStillBeingWrittenIsNotReadInBetween() throws IOException {
    Files.writeString(file, "");
    watched.look(false);
    Files.writeString(file, "two");
    watched.look(false);
    assertThat(watched.get()).isEqualTo("one");
    watched.look(false);
    assertThat(watched.get()).isEqualTo("two");
  }

  @Test
  void aBrokenOrMissingFileLeavesTheLastGoodOneInForceUntilItIsMended() throws IOException {
    Files.writeString(file, "broken");
    watched.look(true);
    assertThat(watched.get()).isEqualTo("one");
    Files.delete(file);
    watched.look(true);
    assertThat(watched.get()).isEqualTo("one");
    Files.writeString(file, "two");
    watched.look(true);
    assertThat(watched.get()).isEqualTo("two");
  }

  /** As Kubernetes puts a new version of a mounted secret into place. */
  @Test
  void aLinkThatLeadsToAnotherFileIsAChange() throws IOException {
    Path first = Files.createDirectory(folder.resolve("1"));
    Path second = Files.createDirectory(folder.resolve("2"));
    Files.writeString(first.resolve("file"), "one");
    Files.writeString(second.resolve("file"), "two");
    Path data = Files.createSymbolicLink(folder.resolve("data"), first);
    Path mounted = data.resolve("file");
    Watched<String> secret =
        new Watched<>("words", List.of(mounted), () -> Files.readString(mounted));
    Path next = Files.createSymbolicLink(folder.resolve("next"), second);
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    secret.look(true);
    assertThat(secret.get()).isEqualTo("two");
  }
}
