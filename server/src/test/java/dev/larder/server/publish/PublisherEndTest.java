package dev.larder.server.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.DocName;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PublisherEndTest {
  private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
  private static final PublisherOptions SLOW = new PublisherOptions(HOUR_MS, 1, HOUR_MS, HOUR_MS);

  @TempDir Path folder = Path.of("");
  private final Shelf shelf = new Shelf();

  @Test
  void drainPublishesWhatThePaceHeldBack() throws InterruptedException {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    try (Publisher publisher = new Publisher(shelf, SLOW)) {
      publisher.start();
      shelf.merge(doc, "{\"x\": 1}");
      Shelf.answer(publisher.published(doc, 1));
      shelf.merge(doc, "{\"x\": 2}");
      publisher.changed(doc);

      assertThat(publisher.drain(HOUR_MS)).isTrue();

      assertThat(file).hasContent("{\"x\": 2}");
      assertThat(publisher.targets(doc)).containsExactly(new TargetState(file, 2, null, null));
    }
  }

  @Test
  void drainTriesAFailingTargetOnceMoreAndTellsThatItFailed() throws InterruptedException {
    DocName failing = shelf.add("failing", folder.resolve("gone").resolve("failing.json"));
    Path file = folder.resolve("good.json");
    DocName good = shelf.add("good", file);
    try (Publisher publisher = new Publisher(shelf, SLOW)) {
      publisher.start();
      shelf.merge(failing, "{}");
      Shelf.answer(publisher.published(failing, 1));
      shelf.merge(good, "{}");
      publisher.changed(good);

      assertThat(publisher.drain(HOUR_MS)).isFalse();

      assertThat(file).hasContent("{}");
    }
  }

  @Test
  void drainHealsATargetWhosePauseIsNotOver() throws InterruptedException {
    Path later = folder.resolve("later");
    Path file = later.resolve("a.json");
    DocName doc = shelf.add("a", file);
    try (Publisher publisher = new Publisher(shelf, SLOW)) {
      publisher.start();
      shelf.merge(doc, "{}");
      Shelf.answer(publisher.published(doc, 1));
      assertThat(later.toFile().mkdir()).isTrue();

      assertThat(publisher.drain(HOUR_MS)).isTrue();

      assertThat(file).hasContent("{}");
    }
  }

  @Test
  void whoWaitsAtTheEndIsAnswered() {
    DocName doc = shelf.add("a", folder.resolve("a.json"));
    Publisher publisher = new Publisher(shelf, SLOW);
    publisher.start();
    CompletableFuture<PublishedState> before = publisher.published(doc, 7).toCompletableFuture();

    publisher.close();
    CompletableFuture<PublishedState> after = publisher.published(doc, 8).toCompletableFuture();

    assertThat(Shelf.answer(before).problem()).isNotNull();
    assertThat(Shelf.answer(after).problem()).isNotNull();
  }

  @Test
  void closeDoesNotWaitForASourceThatNeverAnswers() {
    DocName doc = shelf.add("a", folder.resolve("a.json"));
    CompletableFuture<Edition> never = new CompletableFuture<>();
    CompletableFuture<DocName> asked = new CompletableFuture<>();
    Source silent =
        name -> {
          asked.complete(name);
          return never;
        };
    Publisher publisher = new Publisher(silent, SLOW);
    publisher.start();
    CompletableFuture<PublishedState> waiting = publisher.published(doc, 1).toCompletableFuture();
    assertThat(Shelf.answer(asked)).isEqualTo(doc);

    publisher.close();

    assertThat(Shelf.answer(waiting).problem()).isNotNull();
  }

  @Test
  void publisherThatWasNeverStartedCanBeClosed() {
    DocName doc = shelf.add("a", folder.resolve("a.json"));
    Publisher publisher = new Publisher(shelf, SLOW);
    CompletableFuture<PublishedState> waiting = publisher.published(doc, 1).toCompletableFuture();

    publisher.close();

    assertThat(Shelf.answer(waiting).problem()).isNotNull();
  }
}
