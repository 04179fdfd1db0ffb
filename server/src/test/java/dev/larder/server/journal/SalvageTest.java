package dev.larder.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvageTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private final Map<Long, String> written = new LinkedHashMap<>();
  private NavigableMap<String, byte[]> files = new TreeMap<>();
  private Path folder = Path.of("");

  /** Three segments of three records each. */
  @BeforeEach
  void writeAJournal() throws IOException {
    folder = temp.resolve("journal");
    try (Journal journal = Folders.open(folder, 0, written)) {
      for (int i = 0; i < 9; i++) {
        Folders.write(journal, written, List.of(Text.ofLength(40 + i % 3, i)));
      }
      files = Folders.snapshot(folder);
    }
    assertThat(files).hasSize(3);
  }

  @Test
  void aWholeJournalIsLeftAlone() throws IOException {
    JournalInspection inspection = JournalInspection.inspect(folder, 0);
    assertThat(inspection.isWhole()).isTrue();
    assertThat(inspection.records()).isEqualTo(9);
    assertThat(inspection.lastSequence()).isEqualTo(9);
    assertThat(inspection.segments()).hasSize(3);
    assertThat(Salvage.salvage(folder, 0)).isEmpty();
    assertThat(beside()).containsExactly("journal");
    assertThat(Folders.replay(folder, 0)).isEqualTo(written);
  }

  @Test
  void aTornTailIsShownAndIsNoDamage() throws IOException {
    byte[] last = Folders.bytes(files, "0000000000000000007.journal");
    last[24 + 25 + 40 + 25 + 41 + 30] ^= 1;
    Folders.restore(folder, files);
    JournalInspection inspection = JournalInspection.inspect(folder, 0);
    assertThat(inspection.isWhole()).isTrue();
    assertThat(inspection.records()).isEqualTo(8);
    assertThat(inspection.tornTail())
        .isEqualTo(
            new TornTail(
                folder.resolve("0000000000000000007.journal"),
                24 + 25 + 40 + 25 + 41,
                last.length - (24 + 25 + 40 + 25 + 41),
                "the record's CRC does not match"));
    assertThat(Folders.snapshot(folder)).usingRecursiveComparison().isEqualTo(files);
  }

  @Test
  void whatIsWholeBesideTheDamageIsKept() throws IOException {
    Folders.bytes(files, "0000000000000000004.journal")[24 + 30] ^= 1;
    Folders.restore(folder, files);
    assertThat(JournalInspection.inspect(folder, 0).damage())
        .containsExactly(
            new DamagedStretch(
                folder.resolve("0000000000000000004.journal"),
                24,
                4,
                4,
                "the record's CRC does not match"));

    SalvageReport report = Salvage.salvage(folder, 0).orElseThrow();

    assertThat(report.records()).isEqualTo(8);
    assertThat(report.damage()).hasSize(1);
    written.remove(4L);
    assertThat(Folders.replay(folder, 0)).isEqualTo(written);
    assertThat(report.damaged().getFileName().toString())
        .matches("journal\\.damaged-\\d{8}T\\d{6}\\.\\d{3}Z");
    assertThat(Folders.snapshot(report.damaged())).usingRecursiveComparison().isEqualTo(files);
    assertThat(beside()).hasSize(2);
  }

  @Test
  void aSalvagedJournalGoesOnAndCanBeSalvagedAgain() throws IOException {
    Folders.bytes(files, "0000000000000000004.journal")[24 + 30] ^= 1;
    Folders.restore(folder, files);
    Salvage.salvage(folder, 0);
    written.remove(4L);
    written.put(10L, "and on");
    assertThat(Folders.goOn(folder, 0, "and on")).isEqualTo(written);

    NavigableMap<String, byte[]> salvaged = Folders.snapshot(folder);
    salvaged.firstEntry().getValue()[24 + 30] ^= 1;
    Folders.restore(folder, salvaged);
    Salvage.salvage(folder, 0);
    written.remove(1L);
    assertThat(Folders.replay(folder, 0)).isEqualTo(written);
  }

  @Test
  void aMissingSegmentBecomesAGap() throws IOException {
    Files.delete(folder.resolve("0000000000000000004.journal"));
    Salvage.salvage(folder, 0);
    written.keySet().removeAll(List.of(4L, 5L, 6L));
    assertThat(Folders.replay(folder, 0)).isEqualTo(written);
  }

  @Test
  void aMissingFirstSegmentBecomesAGapBehindTheCheckpoint() throws IOException {
    Files.delete(folder.resolve("0000000000000000001.journal"));
    assertThat(JournalInspection.inspect(folder, 3).isWhole()).isTrue();
    assertThat(JournalInspection.inspect(folder, 1).damage())
        .singleElement()
        .satisfies(lost -> assertThat(lost.lostRecords()).isEqualTo(2))
        .satisfies(lost -> assertThat(lost.isCoveredBy(1)).isFalse())
        .satisfies(lost -> assertThat(lost.isCoveredBy(3)).isTrue());
    Salvage.salvage(folder, 1);
    written.keySet().removeAll(List.of(1L, 2L, 3L));
    assertThat(Folders.replay(folder, 1)).isEqualTo(written);
  }

  @Test
  void everyDamagedByteLosesNothingButItsRecord() throws IOException {
    for (String name : files.keySet()) {
      byte[] whole = Folders.bytes(files, name);
      for (int i = 0; i < whole.length; i += 5) {
        byte[] bytes = whole.clone();
        bytes[i] ^= 0x55;
        NavigableMap<String, byte[]> left = new TreeMap<>(files);
        left.put(name, bytes);
        Folders.restore(folder, left);
        JournalInspection before = JournalInspection.inspect(folder, 0);

        Salvage.salvage(folder, 0).ifPresent(report -> empty(report.damaged()));

        TreeSet<Long> lost = new TreeSet<>();
        for (DamagedStretch stretch : before.damage()) {
          for (long s = stretch.expectedSequence(); s <= stretch.lostThrough(); s++) {
            lost.add(s);
          }
        }
        Map<Long, String> expected = new LinkedHashMap<>(written);
        expected.keySet().removeIf(s -> lost.contains(s) || s > before.lastSequence());
        assertThat(expected).as("%s, byte %d", name, i).hasSizeGreaterThanOrEqualTo(8);
        assertThat(Folders.replay(folder, 0)).as("%s, byte %d", name, i).isEqualTo(expected);
      }
    }
  }

  @Test
  void aSalvageThatACrashInterruptedBetweenItsRenamesIsFinished() throws IOException {
    Files.move(folder, temp.resolve("journal.salvaged"));
    assertThat(JournalInspection.inspect(folder, 0).records()).isEqualTo(9);
    assertThat(Folders.replay(folder, 0)).isEqualTo(written);
    assertThat(beside()).containsExactly("journal");
  }

  @Test
  void leftoversOfASalvageThatACrashInterruptedEarlierAreNotTaken() throws IOException {
    Folders.bytes(files, "0000000000000000004.journal")[24 + 30] ^= 1;
    for (String leftover : List.of("journal.salvaging", "journal.salvaged")) {
      Folders.restore(folder, files);
      Folders.restore(temp.resolve(leftover), Map.of("0000000000000000001.journal", new byte[9]));
      assertThatThrownBy(() -> Folders.replay(folder, 0))
          .isInstanceOf(JournalDamagedException.class);
      Salvage.salvage(folder, 0).ifPresent(report -> empty(report.damaged()));
      assertThat(Folders.replay(folder, 0)).hasSize(8).doesNotContainKey(4L);
      assertThat(beside()).containsExactly("journal");
    }
  }

  @Test
  void anAbsentJournalIsWholeAndEmpty() throws IOException {
    JournalInspection inspection = JournalInspection.inspect(temp.resolve("none"), 7);
    assertThat(inspection.isWhole()).isTrue();
    assertThat(inspection.segments()).isEmpty();
    assertThat(beside()).containsExactly("journal");
  }

  private static void empty(Path damaged) {
    try {
      Folders.restore(damaged, Map.of());
      Files.delete(damaged);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> listed = Files.list(temp)) {
      return listed.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
