package dev.larder.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path temp;

  private final Map<Long, String> written = new LinkedHashMap<>();

  @Test
  void forcedRecordsComeBackInOrder() throws IOException {
    Path folder = temp.resolve("a/b/journal");
    try (Journal journal = Folders.open(folder, 0, written)) {
      Folders.write(journal, written, List.of(new Text("one"), new Text(""), new Text("drei ß")));
      Folders.write(journal, written, List.of(new Text("four")));
      assertThat(journal.forced()).isEqualTo(4);
    }
    assertThat(Folders.replay(folder, 0))
        .containsExactly(
            Map.entry(1L, "one"),
            Map.entry(2L, ""),
            Map.entry(3L, "drei ß"),
            Map.entry(4L, "four"));
  }

  @Test
  void recordsUpToTheCheckpointAreNotReplayed() throws IOException {
    fill(9);
    assertThat(Folders.replay(temp, 6)).containsOnlyKeys(7L, 8L, 9L);
    assertThat(Folders.replay(temp, 9)).isEmpty();
  }

  @Test
  void sequencesGoOnBehindACheckpointThatIsAheadOfTheJournal() throws IOException {
    fill(9);
    try (Journal journal = Folders.open(temp, 20, written)) {
      assertThat(journal.forced()).isEqualTo(20);
      assertThat(journal.segments()).isEqualTo(1);
      assertThat(journal.append(new Text("x"))).isEqualTo(21);
      journal.force();
    }
    assertThat(Folders.replay(temp, 20)).containsExactly(Map.entry(21L, "x"));
  }

  @Test
  void sequencesGoOnBehindTheCheckpointInAnEmptyFolder() throws IOException {
    try (Journal journal = Folders.open(temp, 41, written)) {
      assertThat(journal.forced()).isEqualTo(41);
      assertThat(journal.append(new Text("x"))).isEqualTo(42);
    }
  }

  @Test
  void aBatchThatWasNotForcedIsGone() throws IOException {
    fill(2);
    try (Journal journal = Folders.open(temp, 0, written)) {
      assertThat(journal.append(new Text("never forced"))).isEqualTo(3);
    }
    assertThat(Folders.replay(temp, 0)).containsOnlyKeys(1L, 2L);
  }

  @Test
  void sequencesOfADiscardedBatchAreGivenAgain() throws IOException {
    try (Journal journal = Folders.open(temp, 0, written)) {
      Folders.write(journal, written, List.of(new Text("one")));
      journal.append(new Text("two, discarded"));
      journal.append(new Text("three, discarded"));
      journal.discard();
      Folders.write(journal, written, List.of(new Text("two")));
    }
    assertThat(Folders.replay(temp, 0)).containsExactly(Map.entry(1L, "one"), Map.entry(2L, "two"));
  }

  @Test
  void aPayloadThatFailsLeavesTheBatchAsItWas() throws IOException {
    try (Journal journal = Folders.open(temp, 0, written)) {
      journal.append(new Text("one"));
      assertThatThrownBy(() -> journal.append(tooShort()))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> journal.append(tooLong())).isInstanceOf(RuntimeException.class);
      assertThat(journal.append(new Text("two"))).isEqualTo(2);
      journal.force();
    }
    assertThat(Folders.replay(temp, 0)).containsExactly(Map.entry(1L, "one"), Map.entry(2L, "two"));
  }

  @Test
  void segmentsFollowOneAnotherAndAreNamedByTheirFirstSequence() throws IOException {
    fill(9);
    assertThat(Folders.snapshot(temp).keySet())
        .containsExactly(
            "0000000000000000001.journal",
            "0000000000000000004.journal",
            "0000000000000000007.journal");
    assertThat(Folders.replay(temp, 0)).isEqualTo(written).hasSize(9);
  }

  @Test
  void aRecordLargerThanASegmentGetsItsOwn() throws IOException {
    try (Journal journal = Folders.open(temp, 0, written)) {
      Folders.write(journal, written, List.of(new Text("small")));
      Folders.write(journal, written, List.of(Text.ofLength(9_000_000, 1)));
      Folders.write(journal, written, List.of(new Text("small again")));
      assertThat(journal.segments()).isEqualTo(3);
    }
    assertThat(Folders.replay(temp, 0)).isEqualTo(written).hasSize(3);
  }

  @Test
  void droppingDeletesWholeSegmentsThatTheCheckpointHolds() throws IOException {
    fill(9);
    try (Journal journal = Folders.open(temp, 0, written)) {
      long bytes = journal.bytes();
      journal.dropThrough(2);
      assertThat(journal.segments()).isEqualTo(3);
      journal.dropThrough(3);
      assertThat(journal.segments()).isEqualTo(2);
      assertThat(journal.bytes()).isLessThan(bytes);
      journal.dropThrough(1_000);
      assertThat(journal.segments()).isEqualTo(1);
    }
    assertThat(Folders.snapshot(temp)).containsOnlyKeys("0000000000000000007.journal");
    assertThat(Folders.replay(temp, 6)).containsOnlyKeys(7L, 8L, 9L);
  }

  @Test
  void bytesCountTheRecordsAndNotTheZerosAheadOfThem() throws IOException {
    try (Journal journal = Folders.open(temp, 0, written)) {
      Folders.write(journal, written, List.of(new Text("12345")));
      assertThat(journal.bytes()).isEqualTo(24 + 25 + 5);
      assertThat(Files.size(temp.resolve("0000000000000000001.journal"))).isEqualTo(256);
    }
  }

  @Test
  void aMissingSegmentIsDamage() throws IOException {
    fill(9);
    Path middle = temp.resolve("0000000000000000004.journal");
    Path behind = temp.resolve("0000000000000000007.journal");
    Files.delete(middle);
    assertThatThrownBy(() -> Folders.replay(temp, 0))
        .isInstanceOfSatisfying(
            JournalDamagedException.class,
            damage -> {
              assertThat(damage.file()).isEqualTo(behind);
              assertThat(damage.expectedSequence()).isEqualTo(4);
              assertThat(damage).hasMessageContaining("Nothing was changed");
            });
  }

  @Test
  void aJournalThatBeginsBehindTheCheckpointIsDamage() throws IOException {
    fill(9);
    Files.delete(temp.resolve("0000000000000000001.journal"));
    assertThat(Folders.replay(temp, 3)).containsOnlyKeys(4L, 5L, 6L, 7L, 8L, 9L);
    assertThatThrownBy(() -> Folders.replay(temp, 2)).isInstanceOf(JournalDamagedException.class);
  }

  @Test
  void aJournalOfAnotherFormatVersionIsNotCalledDamaged() throws IOException {
    fill(1);
    Path file = temp.resolve("0000000000000000001.journal");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    bytes.putInt(8, 2);
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(0, 20));
    Files.write(file, bytes.putInt(20, (int) crc.getValue()).array());
    assertThatThrownBy(() -> Folders.replay(temp, 0))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void afterAFailureTheJournalRefusesEverything() throws IOException {
    try (Journal journal = Folders.open(temp, 0, written)) {
      Folders.write(journal, written, List.of(new Text("one")));
      journal.append(new Text("two"));
      Thread.currentThread().interrupt(); // under which Java closes the file
      assertThatThrownBy(journal::force)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(JournalFullException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(journal::force).hasMessageContaining("failed before");
      assertThatThrownBy(() -> journal.append(new Text("x")))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> journal.dropThrough(1)).hasMessageContaining("failed before");
      assertThat(journal.forced()).isEqualTo(1);
    }
    assertThat(Folders.replay(temp, 0)).containsEntry(1L, "one");
  }

  @Test
  void anotherThreadThanTheFirstIsHeldOff() throws Exception {
    try (Journal journal = Folders.open(temp, 0, written)) {
      journal.append(new Text("one"));
      Throwable[] thrown = new Throwable[1];
      Thread other = new Thread(() -> journal.append(new Text("two")));
      other.setUncaughtExceptionHandler((thread, failure) -> thrown[0] = failure);
      other.start();
      other.join();
      assertThat(thrown[0]).isInstanceOf(AssertionError.class);
    }
  }

  /** Nine records of 45 bytes make three segments. */
  private void fill(int records) throws IOException {
    try (Journal journal = Folders.open(temp, 0, written)) {
      for (int i = 0; i < records; i++) {
        Folders.write(journal, written, List.of(Text.ofLength(45, i)));
      }
    }
  }

  private static Payload tooShort() {
    return new Payload() {
      @Override
      public int bytes() {
        return 5;
      }

      @Override
      public void writeTo(ByteBuffer target) {
        target.putInt(1);
      }
    };
  }

  private static Payload tooLong() {
    return new Payload() {
      @Override
      public int bytes() {
        return 3;
      }

      @Override
      public void writeTo(ByteBuffer target) {
        target.putInt(1);
      }
    };
  }
}
