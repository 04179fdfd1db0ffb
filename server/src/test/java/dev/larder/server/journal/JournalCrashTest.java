package dev.larder.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash may leave of the last batch, and that nothing else is ever given up. */
class JournalCrashTest {
  private static final String LAST = "0000000000000000008.journal";

  @TempDir(factory = InMemory.class)
  Path temp;

  private final Map<Long, String> written = new LinkedHashMap<>();
  private NavigableMap<String, byte[]> files = new TreeMap<>();

  /** Four segments; the last holds two batches, and zeros behind them. */
  @BeforeEach
  void writeAJournal() throws IOException {
    try (Journal journal = Folders.open(temp.resolve("written"), 0, written)) {
      Folders.write(journal, written, List.of(Text.ofLength(40, 1), Text.ofLength(40, 2)));
      Folders.write(journal, written, List.of(Text.ofLength(3, 3)));
      Folders.write(journal, written, List.of(Text.ofLength(300, 4)));
      Folders.write(
          journal,
          written,
          List.of(Text.ofLength(9, 5), Text.ofLength(0, 6), Text.ofLength(90, 7)));
      Folders.write(journal, written, List.of(Text.ofLength(20, 8), Text.ofLength(21, 9)));
      Folders.write(journal, written, List.of(Text.ofLength(10, 10), Text.ofLength(11, 11)));
      files = Folders.snapshot(temp.resolve("written"));
    }
    assertThat(files).hasSize(4).containsKey(LAST);
  }

  @Test
  void aJournalThatEndsAtAnyByteKeepsEveryWholeRecord() throws IOException {
    for (String cut : files.keySet()) {
      byte[] whole = Folders.bytes(files, cut);
      for (int length = 0; length < whole.length; length++) {
        NavigableMap<String, byte[]> left = new TreeMap<>(files.headMap(cut));
        left.put(cut, Arrays.copyOf(whole, length));
        Map<Long, String> expected = recordsWithin(left);
        Path folder = Folders.restore(temp.resolve("cut"), left);
        assertThat(Folders.replay(folder, 0)).as("%s, %d", cut, length).isEqualTo(expected);
        expected.put(expected.size() + 1L, "and on");
        assertThat(Folders.goOn(folder, 0, "and on")).as("%s, %d", cut, length).isEqualTo(expected);
      }
    }
  }

  @Test
  void aSegmentThatEndsAtAnyByteBeforeAnotherIsDamage() throws IOException {
    for (String cut : files.headMap(LAST).keySet()) {
      for (int length = 0; length < Folders.bytes(files, cut).length; length++) {
        NavigableMap<String, byte[]> left = new TreeMap<>(files);
        left.put(cut, Arrays.copyOf(Folders.bytes(files, cut), length));
        Path folder = Folders.restore(temp.resolve("cut"), left);
        assertThatThrownBy(() -> Folders.replay(folder, 0))
            .as("%s, %d", cut, length)
            .isInstanceOf(JournalDamagedException.class);
      }
    }
  }

  @Test
  void everyFlippedBitIsToldUnlessItIsInTheLastBatch() throws IOException {
    int lastBatch = offsetInLast(10);
    Path folder = temp.resolve("flipped");
    for (String flipped : files.keySet()) {
      for (int bit = 0; bit < Folders.bytes(files, flipped).length * 8; bit++) {
        NavigableMap<String, byte[]> left = new TreeMap<>(files);
        byte[] bytes = Folders.bytes(files, flipped).clone();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        left.put(flipped, bytes);
        Folders.restore(folder, left);
        if (flipped.equals(LAST) && bit / 8 >= lastBatch) {
          Map<Long, String> replayed = Folders.replay(folder, 0);
          assertThat(written).as("%s, bit %d", flipped, bit).containsAllEntriesOf(replayed);
          assertThat(replayed).hasSizeGreaterThanOrEqualTo(9);
          assertThat(replayed.keySet()).isSubsetOf(written.keySet()).startsWith(1L, 2L, 3L);
        } else {
          assertThatThrownBy(() -> Folders.replay(folder, 0))
              .as("%s, bit %d", flipped, bit)
              .isInstanceOf(JournalDamagedException.class);
        }
      }
    }
  }

  @Test
  void damageIsToldWithItsPlaceAndChangesNothing() throws IOException {
    int offset = offsetInLast(9);
    Folders.bytes(files, LAST)[offset + 30] ^= 1;
    Path folder = Folders.restore(temp.resolve("damaged"), files);
    assertThatThrownBy(() -> Folders.replay(folder, 0))
        .isInstanceOfSatisfying(
            JournalDamagedException.class,
            damage -> {
              assertThat(damage.file()).isEqualTo(folder.resolve(LAST));
              assertThat(damage.offset()).isEqualTo(offset);
              assertThat(damage.expectedSequence()).isEqualTo(9);
              assertThat(damage.reason()).isEqualTo("the record's CRC does not match");
            });
    assertThat(Folders.snapshot(folder)).usingRecursiveComparison().isEqualTo(files);
  }

  @Test
  void aLastBatchWithAnyOfItsPagesMissingIsCut() throws IOException {
    int page = 4096;
    Path folder = temp.resolve("pages");
    JournalOptions options = new JournalOptions(1 << 20);
    Map<Long, String> all = new LinkedHashMap<>();
    Journal journal = Journal.open(folder, options, 0, (sequence, payload) -> {});
    Folders.write(journal, all, List.of(Text.ofLength(5_000, 1)));
    String name = Folders.snapshot(folder).firstKey();
    byte[] before = Folders.bytes(Folders.snapshot(folder), name);
    for (int i = 2; i < 9; i++) {
      all.put(journal.append(Text.ofLength(2_500, i)), Text.ofLength(2_500, i).text());
    }
    journal.force();
    journal.close();
    byte[] after = Folders.bytes(Folders.snapshot(folder), name);
    int firstPage = 5_000 / page;
    int pages = (5_049 + 7 * 2_525) / page + 1 - firstPage;
    assertThat(pages).isEqualTo(5);
    for (int there = 0; there < 1 << pages; there++) {
      byte[] bytes = before.clone();
      for (int i = 0; i < pages; i++) {
        if ((there & (1 << i)) != 0) {
          int from = (firstPage + i) * page;
          System.arraycopy(after, from, bytes, from, page);
        }
      }
      Folders.restore(folder, Map.of(name, bytes));
      Map<Long, String> replayed = Folders.replay(folder, 0);
      assertThat(all).as("pages %s", Integer.toBinaryString(there)).containsAllEntriesOf(replayed);
      assertThat(replayed.keySet()).startsWith(1L);
      Map<Long, String> expected = new LinkedHashMap<>(replayed);
      expected.put(replayed.size() + 1L, "and on");
      assertThat(Folders.goOn(folder, 0, "and on")).isEqualTo(expected);
    }
  }

  @Test
  void garbageAndZerosBehindTheEndAreCut() throws IOException {
    byte[] whole = Folders.bytes(files, LAST);
    int end = offsetInLast(12);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int garbage = 1; garbage < 100; garbage += 7) {
      for (int zeros : new int[] {0, 1, 24, 25, 300}) {
        byte[] bytes = Arrays.copyOf(whole, end + garbage + zeros);
        byte[] rubbish = new byte[garbage];
        random.nextBytes(rubbish);
        System.arraycopy(rubbish, 0, bytes, end, garbage);
        files.put(LAST, bytes);
        Path folder = Folders.restore(temp.resolve("garbage"), files);
        assertThat(Folders.replay(folder, 0)).as("seed %d", seed).isEqualTo(written);
        files.put(LAST, Arrays.copyOf(whole, end + zeros));
        Folders.restore(folder, files);
        assertThat(Folders.replay(folder, 0)).isEqualTo(written);
      }
    }
  }

  @Test
  void recordsBehindACutCannotComeBack() throws IOException {
    Path folder = temp.resolve("stale");
    Map<Long, String> all = new LinkedHashMap<>();
    try (Journal journal = Folders.open(folder, 0, all)) {
      Text record = Text.ofLength(300, 1);
      Folders.write(journal, all, List.of(record, record, record));
    }
    NavigableMap<String, byte[]> left = Folders.snapshot(folder);
    left.firstEntry().getValue()[24 + 30] ^= 1; // in the first record, so that all are cut
    Folders.restore(folder, left);
    String fresh = Text.ofLength(300, 2).text(); // ends where the second one began
    assertThat(Folders.goOn(folder, 0, fresh)).containsExactly(Map.entry(1L, fresh));
  }

  @Test
  void zerosBehindASegmentThatLacksNothingAreItsEnd() throws IOException {
    String closed = files.firstKey();
    byte[] whole = Folders.bytes(files, closed);
    files.put(closed, Arrays.copyOf(whole, whole.length + 100));
    Path folder = Folders.restore(temp.resolve("zeros"), files);
    assertThat(Folders.replay(folder, 0)).isEqualTo(written);

    byte[] zeroed = whole.clone();
    int second = 24 + 25 + 40;
    Arrays.fill(zeroed, second, zeroed.length, (byte) 0);
    files.put(closed, zeroed);
    Folders.restore(folder, files);
    assertThatThrownBy(() -> Folders.replay(folder, 0))
        .isInstanceOfSatisfying(
            JournalDamagedException.class,
            damage -> {
              assertThat(damage.file()).isEqualTo(folder.resolve(closed));
              assertThat(damage.offset()).isEqualTo(second);
              assertThat(damage.reason()).contains("nothing but zeros");
            });
  }

  @Test
  void aSegmentWhoseCreationWasCutShortIsCreatedAgain() throws IOException {
    byte[] header = SegmentFile.of(temp, 12).header().array();
    for (int length = 0; length <= header.length; length++) {
      for (int size : new int[] {length, 256}) {
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(header, length), size);
        files.put(LAST, Arrays.copyOf(Folders.bytes(files, LAST), offsetInLast(12)));
        files.put("0000000000000000012.journal", bytes);
        Path folder = Folders.restore(temp.resolve("created"), files);
        assertThat(Folders.replay(folder, 0)).isEqualTo(written);
        assertThat(Folders.goOn(folder, 0, "and on")).hasSize(12).containsEntry(12L, "and on");
      }
    }
  }

  /** The records that lie whole in the bytes that are left, counted by their lengths alone. */
  private static Map<Long, String> recordsWithin(Map<String, byte[]> left) {
    Map<Long, String> records = new LinkedHashMap<>();
    for (byte[] bytes : left.values()) {
      ByteBuffer at = ByteBuffer.wrap(bytes);
      at.position(Math.min(24, bytes.length));
      while (at.remaining() >= 25 && at.getInt(at.position()) != 0) {
        int length = at.getInt(at.position() + 4);
        if (at.remaining() < 25 + length) {
          break;
        }
        long sequence = at.getLong(at.position() + 8);
        at.position(at.position() + 25);
        records.put(sequence, Text.read(at.slice().limit(length)));
        at.position(at.position() + length);
      }
    }
    return records;
  }

  /** Where a record of the last segment begins, or would. */
  private int offsetInLast(int sequence) {
    int offset = 24;
    for (long i = 8; i < sequence; i++) {
      offset += 25 + String.valueOf(written.get(i)).length();
    }
    return offset;
  }
}
