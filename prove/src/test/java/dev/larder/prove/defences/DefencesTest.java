package dev.larder.prove.defences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.Part;
import dev.larder.prove.Run;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the scenes bite is what {@code prove/mutate} shows. */
class DefencesTest {
  @TempDir private Path folder;

  @Test
  void everyDefenceIsThere() throws Exception {
    assertThat(Defences.ALL).hasSizeGreaterThan(10);
    for (Part scene : Defences.ALL) {
      Run run = Run.lasting(Duration.ZERO, 1, folder, System.err::println);
      assertThat(scene.prove(run).of("scenes")).as(scene.name()).isEqualTo(1);
    }
  }
}
