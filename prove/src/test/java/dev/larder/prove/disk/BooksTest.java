package dev.larder.prove.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.disk.Books.Ending;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker bites: books that tell another story than the daemon are found wrong. */
class BooksTest {
  @TempDir private Path folder;

  @Test
  void whatWasAnsweredMustBeThereAndWhatWasRefusedMustNot() throws Exception {
    try (Daemon daemon = Launch.on(folder.resolve("root")).ready();
        Wire wire = Wire.to(daemon.socket())) {
      wire.ask(Request.merge("d", "{\"e\":1}")).has(201);

      assertThat(told(daemon, "1", Ending.DONE)).isNull();
      assertThat(told(daemon, "1", Ending.UNKNOWN)).isNull();
      assertThat(told(daemon, "2", Ending.DONE)).isEqualTo("entry e of d is 1, allowed: [2]");
      assertThat(told(daemon, "1", Ending.UNDONE))
          .isEqualTo("entry e of d is 1, allowed: [absent]");
      assertThat(new Books().broken(daemon)).isNull();

      Books lost = new Books();
      lost.built("n/k", "content", Ending.DONE);
      assertThat(lost.broken(daemon)).isEqualTo("result n/k is absent, allowed: [content]");
    }
  }

  private static @Nullable String told(Daemon daemon, String json, Ending ending) throws Exception {
    Books books = new Books();
    books.set("d", "e", json, ending);
    return books.broken(daemon);
  }
}
