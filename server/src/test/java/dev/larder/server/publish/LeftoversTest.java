package dev.larder.server.publish;

import static dev.larder.server.publish.AtomicFileTest.namesIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  private static final String RANDOM = "0123456789abcdef";

  @TempDir Path folder = Path.of("");
  private final Leftovers leftovers = new Leftovers();

  @Test
  void temporaryFilesOfTheTargetAreRemovedAndNoOthers() throws IOException {
    touch(".a.json.larder-" + RANDOM + ".tmp");
    touch(".a.json.larder-fedcba9876543210.tmp");
    touch("a.json");
    touch(".b.json.larder-" + RANDOM + ".tmp");
    touch(".a.json.larder-" + RANDOM + ".tmp.bak");
    touch(".a.json.larder-0123.tmp");
    touch(".a.json.tmp");
    touch("a.json.larder-" + RANDOM + ".tmp");
    Files.createDirectory(folder.resolve(".a.json.larder-aaaaaaaaaaaaaaaa.tmp"));

    leftovers.sweep(folder.resolve("a.json"));

    assertThat(namesIn(folder))
        .containsExactlyInAnyOrder(
            "a.json",
            ".b.json.larder-" + RANDOM + ".tmp",
            ".a.json.larder-" + RANDOM + ".tmp.bak",
            ".a.json.larder-0123.tmp",
            ".a.json.tmp",
            "a.json.larder-" + RANDOM + ".tmp",
            ".a.json.larder-aaaaaaaaaaaaaaaa.tmp");
  }

  @Test
  void eachTargetOfAFolderIsSweptInItsTurn() throws IOException {
    touch(".a.json.larder-" + RANDOM + ".tmp");
    touch(".b.json.larder-" + RANDOM + ".tmp");

    leftovers.sweep(folder.resolve("a.json"));
    leftovers.sweep(folder.resolve("b.json"));

    assertThat(namesIn(folder)).isEmpty();
  }

  @Test
  void nameOfATemporaryFileIsKnownAgainAlsoWhenItIsCut() throws IOException {
    Path longest = folder.resolve("é".repeat(127) + "x");
    Files.createFile(TemporaryName.beside(longest));

    leftovers.sweep(longest);

    assertThat(namesIn(folder)).isEmpty();
  }

  @Test
  void missingFolderHasNoLeftovers() throws IOException {
    Path later = folder.resolve("later");
    Path file = later.resolve("a.json");
    leftovers.sweep(file);
    Files.createDirectory(later);
    touch("later/.a.json.larder-" + RANDOM + ".tmp");

    leftovers.sweep(file);

    assertThat(namesIn(later)).isEmpty();
  }

  private void touch(String name) throws IOException {
    Files.createFile(folder.resolve(name));
  }
}
