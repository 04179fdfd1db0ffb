package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.MergeRule;
import dev.larder.server.stats.EntryReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The targets find readers that are wrong, and the models say what the standards say. */
class TargetsBiteTest {
  private static final byte[] GOOD = "{\"a\": [1, 2]}".getBytes(UTF_8);

  @Test
  void aReaderThatLooksBeyondTheTextIsFound() {
    var right = new EntriesTarget();
    var wrong =
        new EntriesTarget(
            (body, offset, length, bounds) -> EntryReader.read(body, offset, length + 1, bounds));

    assertThatCode(() -> right.feed(cut())).doesNotThrowAnyException();
    assertThatThrownBy(() -> wrong.feed(cut())).isInstanceOf(Contradiction.class);
  }

  /** The bracket that is missing lies behind it. */
  private static byte[] cut() {
    return Arrays.copyOf(GOOD, GOOD.length - 1);
  }

  @Test
  void aReaderThatLosesAnEntryIsFound() {
    var wrong =
        new EntriesTarget(
            (body, offset, length, bounds) -> {
              var entries = EntryReader.read(body, offset, length, bounds);
              return entries.subList(0, entries.size() - 1);
            });

    assertThatThrownBy(() -> wrong.feed(GOOD)).isInstanceOf(Contradiction.class);
  }

  @Test
  void anUnpackerThatWritesBesideItsTargetIsFound() {
    var wrong =
        new TarTarget(
            (archive, target) -> {
              Files.createDirectories(target);
              Files.writeString(target.resolveSibling("beside"), "x");
              return 0;
            });

    assertThatThrownBy(() -> wrong.feed(GOOD)).isInstanceOf(Contradiction.class);
  }

  @Test
  void anUnpackerThatMakesALinkOutOfItsTargetIsFound() {
    var wrong =
        new TarTarget(
            (archive, target) -> {
              Files.createDirectories(target);
              Files.createSymbolicLink(target.resolve("out"), Path.of("../.."));
              return 0;
            });

    assertThatThrownBy(() -> wrong.feed(GOOD)).isInstanceOf(Contradiction.class);
  }

  @Test
  void theNaivePatchIsThatOfTheRfc() {
    assertThat(
            patched(
                "{\"a\":{\"b\":\"c\"},\"x\":1}",
                "{\"a\":{\"b\":null,\"d\":{\"e\":null}},\"x\":[null]}"))
        .isEqualTo("{\"a\":{\"d\":{}},\"x\":[null]}");
  }

  private static String patched(String target, String patch) {
    return PatchTarget.mergePatch(object(target), object(patch)).canonical();
  }

  @Test
  void theNaiveMergeAddsUpAndRefuses() {
    var model = new NaiveMerge(List.of(MergeRule.of("/*/n", "sum")));
    Json.Members held = object("{\"a\":{\"n\":1.50,\"x\":0}}");

    Json.Members merged = model.merge(held, object("{\"a\":{\"n\":2}}"));

    assertThat(merged == null ? "" : merged.canonical()).isEqualTo("{\"a\":{\"n\":3.50,\"x\":0}}");
    assertThat(model.merge(held, object("{\"a\":{\"n\":\"2\"}}"))).isNull();
    assertThat(model.merge(held, object("{\"a\":2}"))).isNull();
  }

  private static Json.Members object(String json) {
    return Objects.requireNonNull(Json.object(json.getBytes(UTF_8), 10));
  }

  @Test
  void theSameSeedBreedsTheSame() {
    var one = new Mutator(List.of(GOOD), new Random(7));
    var other = new Mutator(List.of(GOOD), new Random(7));

    for (int i = 0; i < 100; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
    assertThat(one.next()).isNotEqualTo(one.next());
  }
}
