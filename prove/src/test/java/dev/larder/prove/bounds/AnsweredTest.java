package dev.larder.prove.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check bites. */
class AnsweredTest {
  @TempDir private Path folder;

  @Test
  void anEntryThatIsGoneOrIsAnotherIsFound() throws Exception {
    try (Daemon daemon = Launch.on(folder.resolve("root")).ready();
        Wire wire = Wire.to(daemon.socket())) {
      wire.ask(Request.merge("d", "{\"a\":12,\"b\":2}")).has(201);
      var answered = new Answered();
      answered.add("d", "a", "1");
      assertThat(answered.missing(wire)).isNull();
      answered.add("d", "b", "3");
      assertThat(answered.missing(wire)).startsWith("d/b");
      var other = new Answered();
      other.add("d", "c", "");
      assertThat(other.missing(wire)).startsWith("d/c");
    }
  }
}
