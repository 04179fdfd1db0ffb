package dev.larder.server.publish;

import static dev.larder.server.publish.AtomicFileTest.namesIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.DocName;
import dev.larder.server.stats.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PublisherTest {
  private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

  /** Nothing is published a second time by itself, unless somebody waits for it. */
  private static final PublisherOptions SLOW = new PublisherOptions(HOUR_MS, 100, HOUR_MS, HOUR_MS);

  @TempDir Path folder = Path.of("");
  private final Shelf shelf = new Shelf();
  private Publisher publisher = new Publisher(shelf, PublisherOptions.DEFAULTS);

  @AfterEach
  void end() {
    publisher.close();
  }

  @Test
  void firstChangeIsPublishedAtOnce() {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    start(SLOW);

    shelf.merge(doc, "{\"x\": 1}");
    publisher.changed(doc);

    await().untilAsserted(() -> assertThat(file).hasContent("{\"x\": 1}"));
    await()
        .untilAsserted(
            () ->
                assertThat(publisher.targets(doc))
                    .containsExactly(new TargetState(file, 1, null, null)));
  }

  @Test
  void changesToldBeforeTheStartAreNotLost() throws IOException {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    shelf.merge(doc, "{\"x\": 1}");
    publisher.changed(doc);

    assertThat(namesIn(folder)).isEmpty();
    publisher.start();

    await().untilAsserted(() -> assertThat(file).hasContent("{\"x\": 1}"));
  }

  @Test
  void eachTargetGetsTheDocument() {
    Path one = folder.resolve("one.json");
    Path other = folder.resolve("other.json");
    DocName doc = shelf.add("a", one, other);
    shelf.merge(doc, "{\"x\": 1}");
    start(SLOW);

    assertThat(published(doc, 1).problem()).isNull();

    assertThat(one).hasContent("{\"x\": 1}");
    assertThat(other).hasContent("{\"x\": 1}");
  }

  @Test
  void whoWaitsIsAnsweredWhenTheFileHoldsTheVersion() {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    start(SLOW);

    for (int i = 1; i <= 20; i++) {
      long version = shelf.merge(doc, "{\"x\": " + i + "}");

      assertThat(published(doc, version)).isEqualTo(new PublishedState(version, null));

      assertThat(file).hasContent("{\"x\": " + i + "}");
    }
  }

  @Test
  void whoWaitsForAVersionThatIsThereIsAnsweredAtOnce() {
    DocName doc = shelf.add("a", folder.resolve("a.json"));
    shelf.merge(doc, "{\"x\": 1}");
    shelf.merge(doc, "{\"x\": 2}");
    start(SLOW);

    assertThat(published(doc, 2).version()).isEqualTo(2);
    assertThat(published(doc, 1).version()).isEqualTo(2);
  }

  @Test
  void whoWaitsForAVersionThatIsNotDurableYetGetsItLater() {
    DocName doc = shelf.add("a", folder.resolve("a.json"));
    shelf.merge(doc, "{\"x\": 1}");
    start(PublisherOptions.DEFAULTS);
    CompletableFuture<PublishedState> second = publisher.published(doc, 2).toCompletableFuture();
    published(doc, 1);
    assertThat(second).isNotDone();

    shelf.merge(doc, "{\"x\": 2}");
    publisher.changed(doc);

    assertThat(Shelf.answer(second).version()).isEqualTo(2);
  }

  @Test
  void documentWithoutTargetsIsPublishedNowhere() {
    DocName doc = shelf.add("a");
    shelf.merge(doc, "{\"x\": 1}");
    start(SLOW);

    assertThat(published(doc, 1)).isEqualTo(new PublishedState(1, null));
    assertThat(publisher.targets(doc)).isEmpty();
  }

  @Test
  void floodOfChangesBecomesFewWrites() {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    start(PublisherOptions.DEFAULTS);

    long version = 0;
    while (shelf.asked() < 5) {
      version = shelf.merge(doc, "{\"x\": 1, \"y" + version % 10 + "\": " + version + "}");
      publisher.changed(doc);
    }
    published(doc, version);

    assertThat(shelf.asked()).isLessThan(version / 10);
    assertThat(publisher.targets(doc)).containsExactly(new TargetState(file, version, null, null));
  }

  @Test
  void newLayoutOrModeIsPublishedThoughTheVersionIsTheSame() throws IOException {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    shelf.merge(doc, "{\"x\": 1}");
    start(SLOW);
    published(doc, 1);

    shelf.set(doc, Layout.of(1), new FileMode(0604), file);
    published(doc, 1);

    assertThat(file).hasContent("{\n \"x\": 1\n}");
    assertThat(Text.modeOf(file)).isEqualTo(new FileMode(0604));
  }

  @Test
  void versionThatTheFileHoldsIsNotWrittenAgain() throws IOException {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    shelf.merge(doc, "{\"x\": 1}");
    start(SLOW);
    published(doc, 1);
    Object inode = Files.getAttribute(file, "unix:ino");

    published(doc, 1);

    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void targetThatIsNoLongerSetKeepsItsFile() {
    Path before = folder.resolve("before.json");
    Path after = folder.resolve("after.json");
    DocName doc = shelf.add("a", before);
    shelf.merge(doc, "{\"x\": 1}");
    start(SLOW);
    published(doc, 1);

    shelf.set(doc, Layout.ONE_LINE, null, after);
    shelf.merge(doc, "{\"x\": 2}");
    published(doc, 2);

    assertThat(before).hasContent("{\"x\": 1}");
    assertThat(after).hasContent("{\"x\": 2}");
    assertThat(publisher.targets(doc)).containsExactly(new TargetState(after, 2, null, null));
  }

  @Test
  void removedDocumentTakesItsFilesWithIt() throws IOException {
    DocName doc = shelf.add("a", folder.resolve("a.json"), folder.resolve("b.json"));
    shelf.merge(doc, "{\"x\": 1}");
    start(SLOW);
    published(doc, 1);

    long removal = shelf.remove(doc);

    assertThat(published(doc, removal)).isEqualTo(new PublishedState(removal, null));
    assertThat(namesIn(folder)).isEmpty();
    await().untilAsserted(() -> assertThat(publisher.targets(doc)).isEmpty());
  }

  @Test
  void documentThatComesBackIsPublishedAgain() {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    shelf.merge(doc, "{\"x\": 1}");
    start(SLOW);
    published(doc, 1);
    published(doc, shelf.remove(doc));

    published(doc, shelf.merge(doc, "{\"y\": 1}"));

    assertThat(file).hasContent("{\"y\": 1}");
  }

  @Test
  void leftoversOfACrashAreSweptBeforeTheFirstWrite() throws IOException {
    Files.writeString(folder.resolve(".a.json.larder-0123456789abcdef.tmp"), "{\"x");
    DocName doc = shelf.add("a", folder.resolve("a.json"));
    shelf.merge(doc, "{\"x\": 1}");
    start(SLOW);

    published(doc, 1);

    assertThat(namesIn(folder)).containsExactly("a.json");
  }

  private void start(PublisherOptions options) {
    publisher = new Publisher(shelf, options);
    publisher.start();
  }

  private PublishedState published(DocName doc, long version) {
    return Shelf.answer(publisher.published(doc, version));
  }
}
