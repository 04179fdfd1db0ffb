package dev.larder.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path temp;
  @TempDir Path elsewhere;

  private @Nullable SmallDisk disk;
  private final Map<Long, String> written = new LinkedHashMap<>();

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.mount(temp);
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.unmount();
    }
  }

  @Test
  void aFullDiskUndoesTheBatchAndTheJournalGoesOnWhenThereIsRoom() throws IOException {
    for (int segmentBytes : new int[] {64, 100_000, 1 << 26}) {
      written.clear();
      Path folder = temp.resolve("journal-" + segmentBytes);
      Path filler = Files.write(temp.resolve("filler"), new byte[400_000]);
      try (Journal journal = open(folder, segmentBytes)) {
        fillUp(journal);
        long forced = journal.forced();
        long bytes = journal.bytes();
        assertFull(journal);
        assertFull(journal);
        assertThat(journal.forced()).isEqualTo(forced).isEqualTo(written.size());
        assertThat(journal.bytes()).isEqualTo(bytes);

        Files.delete(filler);
        assertThat(journal.append(new Text("there is room again"))).isEqualTo(forced + 1);
        written.put(forced + 1, "there is room again");
        journal.force();
      }
      Map<Long, String> replayed = new LinkedHashMap<>();
      Journal.open(
              folder,
              new JournalOptions(segmentBytes),
              0,
              (sequence, payload) -> replayed.put(sequence, Text.read(payload)))
          .close();
      assertThat(replayed).isEqualTo(written);
      Folders.restore(folder, Map.of());
    }
  }

  @Test
  void whatACrashLeavesAfterAFullDiskHasNothingOfTheRefusedBatch() throws IOException {
    try (Journal journal = open(temp.resolve("journal"), 100_000)) {
      fillUp(journal);
      Path left = Folders.restore(elsewhere, Folders.snapshot(temp.resolve("journal")));
      JournalInspection inspection = JournalInspection.inspect(left, 0);
      assertThat(inspection.isWhole()).isTrue();
      assertThat(inspection.tornTail()).isNull();
      assertThat(Folders.replay(left, 0)).isEqualTo(written);
    }
  }

  @Test
  void aSegmentThatFindsNoRoomToBeCreatedLeavesNoTrace() throws IOException {
    Path folder = temp.resolve("journal");
    try (Journal journal = open(folder, 64)) {
      Folders.write(journal, written, List.of(Text.ofLength(100, 1)));
      Path filler = temp.resolve("filler");
      assertThatThrownBy(() -> Files.write(filler, new byte[2 * SmallDisk.BYTES]))
          .isInstanceOf(IOException.class);
      NavigableMap<String, byte[]> before = Folders.snapshot(folder);
      assertFull(journal);
      assertThat(Folders.snapshot(folder)).usingRecursiveComparison().isEqualTo(before);
      Files.delete(filler);
      Folders.write(journal, written, List.of(Text.ofLength(100, 2)));
      assertThat(journal.segments()).isEqualTo(2);
    }
    assertThat(Folders.replay(folder, 0)).isEqualTo(written).hasSize(2);
  }

  @Test
  void aCheckpointThatFindsNoRoomIsAbandonedAndLeavesTheOldOne() throws IOException {
    Checkpoints checkpoints = Checkpoints.open(temp.resolve("checkpoints"));
    Checkpoints.Writer first = checkpoints.begin(1);
    first.write("a", out -> out.write(new byte[100_000]));
    first.commit();
    NavigableMap<String, byte[]> before = Folders.snapshot(temp.resolve("checkpoints"));
    Checkpoints.Writer second = checkpoints.begin(2);
    assertThatThrownBy(() -> second.write("a", out -> out.write(new byte[2 * SmallDisk.BYTES])))
        .isInstanceOfSatisfying(
            IOException.class, full -> assertThat(DiskFull.caused(full, temp, 1)).isTrue());
    assertThat(Folders.snapshot(temp.resolve("checkpoints")))
        .usingRecursiveComparison()
        .isEqualTo(before);
    Checkpoints.Writer third = checkpoints.begin(2);
    third.write("a", out -> out.write(new byte[200_000]));
    third.commit();
    assertThat(Checkpoints.open(temp.resolve("checkpoints")).sequence()).isEqualTo(2);
  }

  private static Journal open(Path folder, int segmentBytes) throws IOException {
    return Journal.open(folder, new JournalOptions(segmentBytes), 0, (sequence, payload) -> {});
  }

  /** Writes batches of 20 KB until one does not fit. */
  private void fillUp(Journal journal) throws IOException {
    for (int i = 0; i < 2 * SmallDisk.BYTES / 20_000; i++) {
      try {
        Folders.write(
            journal, written, List.of(Text.ofLength(10_000, i), Text.ofLength(10_000, i)));
      } catch (JournalFullException e) {
        written.keySet().removeIf(sequence -> sequence > journal.forced());
        return;
      }
    }
    throw new IllegalStateException("the disk does not fill");
  }

  private static void assertFull(Journal journal) {
    journal.append(Text.ofLength(SmallDisk.BYTES, 1));
    assertThatThrownBy(journal::force).isInstanceOf(JournalFullException.class);
  }
}
