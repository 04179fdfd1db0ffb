package dev.larder.client.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs real processes. */
@Timeout(60)
class DemoFolderTest {
  @Test
  void whatWorksInTheFolderEndsWithItWhateverItsParentIs() throws Exception {
    DemoFolder folder = DemoFolder.create();
    var builder = new ProcessBuilder("sh", "-c", "setsid sleep 600 & exec sleep 600");
    Process process = folder.start(builder);
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try {
      var leftovers = new Leftovers(folder.path());
      await().until(() -> leftovers.find().size() == 2);
      Files.createDirectories(folder.root().resolve("state"));
      Files.writeString(folder.root().resolve("state/file"), "x");

      folder.close();

      assertThat(leftovers.find()).isEmpty();
      assertThat(process.waitFor()).isEqualTo(128 + 9);
      assertThat(bystander.isAlive()).isTrue();
      assertThat(folder.path()).doesNotExist();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void writersThatLoadedBeforeTheFirstWroteLeaveTheLastOnesShare() throws Exception {
    Sample sample = Sample.load();
    try (DemoFolder folder = DemoFolder.create()) {
      try (Crew crew =
          Crew.start(
              folder,
              "none",
              2,
              number ->
                  List.of(
                      Worker.SAVE,
                      folder.sharedFile().toString(),
                      Integer.toString(number),
                      "2",
                      "0"))) {
        Crew.Outcome outcome = crew.go();

        assertThat(outcome.problems()).isEmpty();
        assertThat(sample.keptIn(folder.sharedFile())).isEqualTo(sample.size() / 2);
      }
    }
  }

  @Test
  void aWorkerThatFailsSaysWhy() throws Exception {
    try (DemoFolder folder = DemoFolder.create();
        Crew crew =
            Crew.start(
                folder,
                "none",
                1,
                number ->
                    List.of(Worker.SAVE, Path.of("/no/such/folder/f").toString(), "0", "1", "0"))) {
      Crew.Outcome outcome = crew.go();

      assertThat(outcome.answers()).isEmpty();
      assertThat(outcome.problems()).singleElement().asString().contains("/no/such/folder");
    }
  }
}
