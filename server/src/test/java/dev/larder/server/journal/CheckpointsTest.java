package dev.larder.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  @Test
  void aCheckpointComesBackWithItsPartsInOrder() throws IOException {
    Checkpoints checkpoints = Checkpoints.open(temp.resolve("state/checkpoints"));
    assertThat(checkpoints.sequence()).isZero();
    assertThat(checkpoints.parts()).isEmpty();
    String odd = "a name with / and .. and ä " + "x".repeat(200);
    commit(checkpoints, 7, Map.of("timings", "{}"), Map.of(odd, ""));

    Checkpoints again = Checkpoints.open(temp.resolve("state/checkpoints"));
    assertThat(again.sequence()).isEqualTo(7);
    assertThat(again.parts()).containsExactly("timings", odd);
    assertThat(contents(again)).isEqualTo(Map.of("timings", "{}", odd, ""));
  }

  @Test
  void aLargePartComesBack() throws IOException {
    String text = Text.ofLength(20_000_000, 3).text();
    commit(Checkpoints.open(temp), 1, Map.of("large", text));
    assertThat(contents(Checkpoints.open(temp)).get("large")).isEqualTo(text);
  }

  @Test
  void keptPartsAreTakenOverAndTheOthersGo() throws IOException {
    Checkpoints checkpoints = Checkpoints.open(temp);
    commit(checkpoints, 7, Map.of("a", "a at 7"), Map.of("b", "b at 7"), Map.of("c", "c at 7"));
    Checkpoints.Writer writer = checkpoints.begin(9);
    writer.keep("c");
    writer.write("a", out -> out.write("a at 9".getBytes(StandardCharsets.UTF_8)));
    writer.commit();

    assertThat(contents(checkpoints)).isEqualTo(Map.of("a", "a at 9", "c", "c at 7"));
    assertThat(contents(Checkpoints.open(temp))).isEqualTo(Map.of("a", "a at 9", "c", "c at 7"));
    assertThat(Folders.snapshot(temp)).hasSize(3);
  }

  @Test
  void aCheckpointAtTheSameSequenceAfterAStartDoesNotTouchTheOldOne() throws IOException {
    commit(Checkpoints.open(temp), 7, Map.of("a", "first"));
    Checkpoints checkpoints = Checkpoints.open(temp);
    Checkpoints.Writer writer = checkpoints.begin(7);
    writer.write("a", out -> out.write("second".getBytes(StandardCharsets.UTF_8)));
    assertThat(contents(Checkpoints.open(temp))).isEqualTo(Map.of("a", "first"));
  }

  @Test
  void anAbandonedCheckpointLeavesNothing() throws IOException {
    Checkpoints checkpoints = Checkpoints.open(temp);
    commit(checkpoints, 7, Map.of("a", "a at 7"));
    NavigableMap<String, byte[]> before = Folders.snapshot(temp);
    Checkpoints.Writer writer = checkpoints.begin(9);
    writer.write("a", out -> out.write(1));
    writer.abandon();
    assertThat(Folders.snapshot(temp)).usingRecursiveComparison().isEqualTo(before);
    commit(checkpoints, 10, Map.of("a", "a at 10"));
    assertThat(contents(Checkpoints.open(temp))).isEqualTo(Map.of("a", "a at 10"));
  }

  @Test
  void aSourceThatFailsAbandonsTheCheckpoint() throws IOException {
    Checkpoints checkpoints = Checkpoints.open(temp);
    commit(checkpoints, 7, Map.of("a", "a at 7"));
    NavigableMap<String, byte[]> before = Folders.snapshot(temp);
    Checkpoints.Writer writer = checkpoints.begin(9);
    assertThatThrownBy(
            () ->
                writer.write(
                    "a",
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("no more");
                    }))
        .hasMessage("no more");
    assertThat(Folders.snapshot(temp)).usingRecursiveComparison().isEqualTo(before);
    assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
    assertThat(checkpoints.begin(9)).isNotNull();
  }

  @Test
  void aCrashAtAnyMomentLeavesTheOldOrTheNewOne() throws IOException {
    Map<String, String> old = Map.of("a", "a at 7", "b", "b at 7");
    Map<String, String> next = Map.of("a", "a at 7", "b", "b at 9", "d", "d at 9");
    Checkpoints checkpoints = Checkpoints.open(temp.resolve("live"));
    commit(checkpoints, 7, Map.of("a", "a at 7"), Map.of("b", "b at 7"));
    NavigableMap<String, byte[]> before = Folders.snapshot(temp.resolve("live"));
    Checkpoints.Writer writer = checkpoints.begin(9);
    writer.keep("a");
    NavigableMap<String, byte[]> midway = new TreeMap<>();
    writer.write(
        "b",
        out -> {
          out.write("b at 9".getBytes(StandardCharsets.UTF_8));
          midway.putAll(Folders.snapshot(temp.resolve("live")));
        });
    writer.write("d", out -> out.write("d at 9".getBytes(StandardCharsets.UTF_8)));
    NavigableMap<String, byte[]> parts = Folders.snapshot(temp.resolve("live"));
    writer.commit();
    NavigableMap<String, byte[]> after = Folders.snapshot(temp.resolve("live"));
    byte[] manifest = Folders.bytes(after, "manifest");

    assertAfterCrash(before, 7, old);
    assertAfterCrash(midway, 7, old);
    assertAfterCrash(parts, 7, old);
    for (int length = 0; length <= manifest.length; length++) {
      NavigableMap<String, byte[]> temporary = new TreeMap<>(parts);
      temporary.put("manifest.tmp", Arrays.copyOf(manifest, length));
      assertAfterCrash(temporary, 7, old);
    }
    NavigableMap<String, byte[]> renamed = new TreeMap<>(parts);
    renamed.put("manifest", manifest);
    assertAfterCrash(renamed, 9, next);
    assertAfterCrash(after, 9, next);
  }

  @Test
  void everyFlippedBitIsTold() throws IOException {
    commit(Checkpoints.open(temp), 7, Map.of("a", "a at 7"), Map.of("b", ""));
    NavigableMap<String, byte[]> files = Folders.snapshot(temp);
    for (String name : files.keySet()) {
      for (int bit = 0; bit < Folders.bytes(files, name).length * 8; bit++) {
        NavigableMap<String, byte[]> left = new TreeMap<>(files);
        byte[] bytes = Folders.bytes(files, name).clone();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        left.put(name, bytes);
        Folders.restore(temp, left);
        assertThatThrownBy(() -> contents(Checkpoints.open(temp)))
            .as("%s, bit %d", name, bit)
            .isInstanceOfSatisfying(
                CheckpointDamagedException.class,
                damage -> assertThat(damage.file()).isEqualTo(temp.resolve(name)));
        assertThat(CheckpointInspection.inspect(temp).isWhole()).isFalse();
      }
    }
  }

  @Test
  void aPartThatIsCutOrMissingIsToldBeforeItIsRead() throws IOException {
    commit(Checkpoints.open(temp), 7, Map.of("a", "a at 7"));
    Path part = temp.resolve("0000000000.part");
    Files.writeString(part, "a at");
    assertThatThrownBy(() -> contents(Checkpoints.open(temp))).hasMessageContaining("4 bytes");
    Files.delete(part);
    assertThatThrownBy(() -> contents(Checkpoints.open(temp))).hasMessageContaining("missing");
    assertThat(CheckpointInspection.inspect(temp).parts())
        .containsExactly(new CheckpointInspection.Part("a", part, 6, "it is missing"));
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Files.writeString(temp.resolve("README"), "mine");
    commit(Checkpoints.open(temp), 7, Map.of("a", "a at 7"));
    Checkpoints.open(temp);
    assertThat(temp.resolve("README")).hasContent("mine");
  }

  @Test
  void namesThatDoNotFitALineAndOlderSequencesAreRefused() throws IOException {
    Checkpoints checkpoints = Checkpoints.open(temp);
    commit(checkpoints, 7, Map.of("a", "a at 7"));
    assertThatThrownBy(() -> checkpoints.begin(6)).isInstanceOf(IllegalArgumentException.class);
    Checkpoints.Writer writer = checkpoints.begin(8);
    assertThatThrownBy(() -> checkpoints.begin(8)).isInstanceOf(IllegalStateException.class);
    for (String name : new String[] {"", "a\nb", "a\u0085b", "a\u2028b", "x".repeat(251)}) {
      assertThatThrownBy(() -> writer.write(name, out -> out.write(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> writer.keep("b")).isInstanceOf(IllegalArgumentException.class);
    writer.keep("a");
    assertThatThrownBy(() -> writer.keep("a")).isInstanceOf(IllegalArgumentException.class);
    writer.commit();
    assertThat(contents(Checkpoints.open(temp))).isEqualTo(Map.of("a", "a at 7"));
  }

  private void assertAfterCrash(
      Map<String, byte[]> left, long sequence, Map<String, String> expected) throws IOException {
    Path folder = Folders.restore(temp.resolve("crashed"), left);
    Checkpoints checkpoints = Checkpoints.open(folder);
    assertThat(checkpoints.sequence()).isEqualTo(sequence);
    assertThat(contents(checkpoints)).isEqualTo(expected);
    assertThat(Folders.snapshot(folder)).as("swept").hasSize(expected.size() + 1);
    commit(checkpoints, 10, Map.of("a", "a at 10"));
    assertThat(contents(Checkpoints.open(folder))).isEqualTo(Map.of("a", "a at 10"));
  }

  @SafeVarargs
  private static void commit(Checkpoints checkpoints, long sequence, Map<String, String>... parts)
      throws IOException {
    Checkpoints.Writer writer = checkpoints.begin(sequence);
    for (Map<String, String> part : parts) {
      for (Map.Entry<String, String> entry : part.entrySet()) {
        byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
        writer.write(entry.getKey(), out -> out.write(bytes));
      }
    }
    writer.commit();
  }

  private static Map<String, String> contents(Checkpoints checkpoints) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    for (String part : checkpoints.parts()) {
      checkpoints.read(
          part, in -> contents.put(part, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
    return contents;
  }
}
