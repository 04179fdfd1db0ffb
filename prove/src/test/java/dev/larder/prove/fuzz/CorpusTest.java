package dev.larder.prove.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is kept in the corpus, and what chance breeds from it; {@code prove/fuzz} breeds more. */
class CorpusTest {
  private static final long SEED = Long.getLong("larder.seed", System.nanoTime() & 0xFFFF_FFFFL);

  /** Those of most targets take some microseconds. */
  private static final int BRED = 4_000;

  /** Those that force files, pack with large buffers, or wait for other threads, take longer. */
  private static final Map<String, Integer> SLOW =
      Map.of("packed", 1000, "tar", 400, "journal", 150, "manifest", 400, "http", 300);

  @TestFactory
  Stream<DynamicTest> whatNobodyWouldSendIsReadOrRefusedAsItMustBe() {
    return StreamSupport.stream(Targets.names().spliterator(), false)
        .map(name -> DynamicTest.dynamicTest(name, () -> feedAll(name)));
  }

  private static void feedAll(String name) throws Exception {
    Target target = Targets.of(name);
    assertThat(target.name()).isEqualTo(name);
    List<byte[]> seeds = new ArrayList<>();
    for (Path file : Corpus.of(name)) {
      byte[] seed = Files.readAllBytes(file);
      feed(target, seed, file.toString());
      seeds.add(seed);
    }
    assertThat(seeds).hasSizeGreaterThanOrEqualTo(10);
    Mutator mutator = new Mutator(seeds, new Random(SEED));
    for (int left = SLOW.getOrDefault(name, BRED); left > 0; left--) {
      feed(target, mutator.next(), "bred with -Dlarder.seed=" + SEED);
    }
  }

  private static void feed(Target target, byte[] input, String origin) {
    try {
      target.feed(input.clone());
      Log.check();
    } catch (Exception | Error e) {
      throw new AssertionError(origin + ": " + HexFormat.of().formatHex(input), e);
    }
  }
}
