package dev.larder.server.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.DocName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ReaderTest {
  private static final int VERSIONS_TO_SEE = 60;

  @TempDir Path folder = Path.of("");

  @Test
  void readerNeverSeesATornAMissingOrAnOlderFile() {
    Path file = folder.resolve("a.json");
    Shelf shelf = new Shelf();
    DocName doc = shelf.add("a", file);
    try (Publisher publisher = new Publisher(shelf, new PublisherOptions(0, 100, 250, 30_000))) {
      publisher.start();
      Shelf.answer(publisher.published(doc, write(shelf, doc, 0)));
      CompletableFuture<Long> reader =
          CompletableFuture.supplyAsync(() -> readUntilEnoughWasSeen(file));

      long count = 0;
      while (!reader.isDone()) {
        count++;
        write(shelf, doc, count);
        publisher.changed(doc);
      }

      assertThat(reader.join()).isGreaterThan(0).isLessThanOrEqualTo(count);
    }
  }

  /** Both ends of the text carry the count, so that no mixture of two versions looks whole. */
  private static long write(Shelf shelf, DocName doc, long count) {
    String padding = "x".repeat((int) (count % 50) * 1000);
    return shelf.merge(
        doc, "{\"first\": " + count + ", \"pad\": \"" + padding + "\", \"last\": " + count + "}");
  }

  private static long readUntilEnoughWasSeen(Path file) {
    JsonMapper mapper = new JsonMapper();
    long newest = -1;
    int seen = 0;
    while (seen < VERSIONS_TO_SEE) {
      JsonNode document = mapper.readTree(contentOf(file));
      long first = document.get("first").asLong();
      assertThat(document.get("last").asLong()).isEqualTo(first);
      assertThat(document.get("pad").asString()).hasSize((int) (first % 50) * 1000);
      assertThat(first).isGreaterThanOrEqualTo(newest);
      if (first > newest) {
        seen++;
        newest = first;
      }
    }
    return newest;
  }

  private static byte[] contentOf(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
