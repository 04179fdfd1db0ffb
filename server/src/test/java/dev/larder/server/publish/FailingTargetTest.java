package dev.larder.server.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Problem;
import dev.larder.server.stats.Layout;
import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FailingTargetTest {
  private static final PublisherOptions EAGER = new PublisherOptions(10, 100, 5, 20);
  private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

  @TempDir Path folder = Path.of("");
  private final Shelf shelf = new Shelf();
  private Publisher publisher = new Publisher(shelf, EAGER);

  private Path sub = Path.of("");

  @BeforeEach
  void nameTheFolder() {
    sub = folder.resolve("sub");
  }

  @AfterEach
  void end() {
    publisher.close();
  }

  @Test
  void folderThatIsGoneIsReportedAndPublishedToWhenItIsBack() throws IOException {
    Path file = sub.resolve("a.json");
    DocName doc = shelf.add("a", file);
    Files.createDirectory(sub);
    publisher.start();
    published(doc, shelf.merge(doc, "{\"x\": 1}"));
    Files.delete(file);
    Files.delete(sub);
    shelf.merge(doc, "{\"x\": 2}");
    publisher.changed(doc);

    await().until(() -> problemOf(doc) != null);
    TargetState failing = publisher.targets(doc).get(0);
    assertThat(failing.problem()).isEqualTo("the folder " + sub + " is not there");
    assertThat(failing.version()).isEqualTo(1);
    assertThat(failing.since()).isBeforeOrEqualTo(Instant.now());

    shelf.merge(doc, "{\"x\": 3}");
    Files.createDirectory(sub);
    publisher.changed(doc); // as the engine does; a retry that asked before may bring the second
    await().untilAsserted(() -> assertThat(file).hasContent("{\"x\": 3}"));
    await()
        .untilAsserted(
            () ->
                assertThat(publisher.targets(doc))
                    .containsExactly(new TargetState(file, 3, null, null)));
  }

  @Test
  void problemKeepsItsBeginningOverRetries() {
    DocName doc = shelf.add("a", folder.resolve("gone").resolve("a.json"));
    publisher.start();
    published(doc, shelf.merge(doc, "{}"));
    Instant since = publisher.targets(doc).get(0).since();
    long asked = shelf.asked();

    await().until(() -> shelf.asked() > asked + 3);

    assertThat(publisher.targets(doc).get(0).since()).isEqualTo(since);
  }

  @Test
  void failingTargetHoldsUpNeitherOtherTargetsNorOtherDocuments() {
    Path good = folder.resolve("good.json");
    Path other = folder.resolve("other.json");
    DocName half = shelf.add("half", folder.resolve("gone").resolve("a.json"), good);
    DocName whole = shelf.add("whole", other);
    publisher.start();
    PublishedState first = published(half, shelf.merge(half, "{\"x\": 1}"));
    assertThat(first.problem()).isNotNull();

    PublishedState second = published(half, shelf.merge(half, "{\"x\": 2}"));
    PublishedState third = published(whole, shelf.merge(whole, "{\"y\": 1}"));

    assertThat(second.problem()).isNotNull();
    assertThat(third.problem()).isNull();
    assertThat(good).hasContent("{\"x\": 2}");
    assertThat(other).hasContent("{\"y\": 1}");
  }

  @Test
  void whoWaitsIsToldWhyAtTheFirstFailedAttempt() {
    DocName doc = shelf.add("a", sub.resolve("a.json"));
    publisher.start();

    PublishedState state = published(doc, shelf.merge(doc, "{}"));

    assertThat(state.problem())
        .isEqualTo(new Problem.PublishFailed(doc, 1, "the folder " + sub + " is not there."));
  }

  @Test
  void whoWaitsIsAnAttemptThoughThePauseIsNotOver() throws IOException {
    publisher = new Publisher(shelf, new PublisherOptions(10, 100, HOUR_MS, HOUR_MS));
    Path file = sub.resolve("a.json");
    DocName doc = shelf.add("a", file);
    publisher.start();
    assertThat(published(doc, shelf.merge(doc, "{}")).problem()).isNotNull();

    Files.createDirectory(sub);

    assertThat(published(doc, 1).problem()).isNull();
    assertThat(publisher.targets(doc)).containsExactly(new TargetState(file, 1, null, null));
  }

  @Test
  void settingsThatAreTakenBackWhileTheyFailAreNoTroubleAnyMore() throws IOException {
    Path file = sub.resolve("a.json");
    DocName doc = shelf.add("a", file);
    Files.createDirectory(sub);
    publisher.start();
    published(doc, shelf.merge(doc, "{}"));
    Files.delete(file);
    Files.delete(sub);
    shelf.set(doc, Layout.of(2), null, file);
    published(doc, 1);
    assertThat(problemOf(doc)).isNotNull();

    shelf.set(doc, Layout.ONE_LINE, null, file);
    Files.createDirectory(sub);
    publisher.changed(doc);

    await().until(() -> problemOf(doc) == null);
    assertThat(file).hasContent("{}");
  }

  @Test
  void changeOfReasonIsTold() throws IOException {
    Path file = sub.resolve("a.json");
    DocName doc = shelf.add("a", file);
    publisher.start();
    published(doc, shelf.merge(doc, "{}"));
    assertThat(problemOf(doc)).endsWith("is not there");

    Files.writeString(sub, "a file where the folder was");

    await().until(() -> String.valueOf(problemOf(doc)).endsWith("Not a directory"));
  }

  @Test
  void readOnlyFolderIsReported() throws IOException, InterruptedException {
    Needs.thatHolds(!"0".equals(Shell.run("id", "-u")) || canMount(), "a mount, as root");
    Path file = sub.resolve("a.json");
    Files.createDirectory(sub);
    try (Mount readOnly = Mount.tmpfs(sub, "size=64k,ro")) {
      DocName doc = shelf.add("a", file);
      publisher.start();

      published(doc, shelf.merge(doc, "{}"));

      assertThat(problemOf(doc)).contains("Read-only file system");
      readOnly.remount("rw");
      await().untilAsserted(() -> assertThat(file).hasContent("{}"));
    }
  }

  @Test
  void fullDiskIsReportedAndHealsWhenSpaceReturns() throws IOException, InterruptedException {
    Needs.thatHolds(canMount(), "the right to mount a file system");
    Path file = sub.resolve("a.json");
    Files.createDirectory(sub);
    try (Mount small = Mount.tmpfs(sub, "size=64k")) {
      DocName doc = shelf.add("a", file);
      publisher.start();
      assertThat(published(doc, shelf.merge(doc, "{\"x\": 1}")).problem()).isNull();

      String large = "{\"large\": \"" + "x".repeat(100_000) + "\"}";
      published(doc, shelf.merge(doc, large));

      assertThat(problemOf(doc)).contains("No space left on device");
      assertThat(file).hasContent("{\"x\": 1}");
      assertThat(sub.toFile().list()).containsExactly("a.json");
      small.remount("size=1m");
      await().untilAsserted(() -> assertThat(file).content().hasSizeGreaterThan(100_000));
    }
  }

  @Test
  void sourceThatFailsIsAskedAgain() {
    Path file = folder.resolve("a.json");
    DocName doc = shelf.add("a", file);
    AtomicBoolean fails = new AtomicBoolean(true);
    Source moody =
        name ->
            fails.get()
                ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                : shelf.edition(name);
    publisher = new Publisher(moody, EAGER);
    publisher.start();
    assertThat(published(doc, shelf.merge(doc, "{}")).problem()).isNotNull();

    fails.set(false);

    await().untilAsserted(() -> assertThat(file).hasContent("{}"));
  }

  private PublishedState published(DocName doc, long version) {
    return Shelf.answer(publisher.published(doc, version));
  }

  private @Nullable String problemOf(DocName doc) {
    return publisher.targets(doc).get(0).problem();
  }

  private static boolean canMount() throws IOException, InterruptedException {
    return Shell.tryRun("unshare", "--mount", "true").exitCode() == 0;
  }
}
