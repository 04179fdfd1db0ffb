package dev.larder.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  @TempDir private Path folder;
  private Sample sample;

  @BeforeEach
  void loadTheSample() throws Exception {
    sample = Sample.load();
  }

  @Test
  void theSharesOfAllWritersAreTheWholeSample() throws Exception {
    var all = new LinkedHashMap<String, String>();
    int together = 0;
    for (int writer = 0; writer < 16; writer++) {
      var share = sample.share(writer, 16);
      together += share.size();
      all.putAll(share);
    }

    assertThat(sample.size()).isEqualTo(562);
    assertThat(together).isEqualTo(562);
    assertThat(sample.keptIn(written(Entries.write(all)))).isEqualTo(562);
  }

  @Test
  void entriesThatAreMissingOrHaveAnotherValueAreNotKept() throws Exception {
    var some = new LinkedHashMap<>(sample.share(0, 2));
    String first = some.keySet().iterator().next();
    some.put(first, "0");

    assertThat(sample.keptIn(written(Entries.write(some)))).isEqualTo(280);
  }

  @Test
  void nothingIsKeptInAMissingOrTornFile() throws Exception {
    assertThat(sample.keptIn(folder.resolve("none"))).isZero();
    assertThat(sample.keptIn(written("{\"a\": "))).isZero();
  }

  private Path written(String json) throws Exception {
    return Files.writeString(folder.resolve("timings.json"), json);
  }
}
