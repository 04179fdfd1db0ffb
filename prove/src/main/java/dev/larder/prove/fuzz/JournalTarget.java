package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.server.journal.Journal;
import dev.larder.server.journal.JournalDamagedException;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.journal.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A segment of the journal. The input's first five bytes say what is done to a good segment, whose
 * records hold the rest's lines; or the rest is a segment itself. What comes back are the records
 * from the front on whose CRC is right, or the damage is told; then the journal goes on.
 */
public final class JournalTarget implements Target {
  private static final int HEAD_BYTES = 5;

  /** What is done, by the first byte. */
  private enum Fault {
    NOTHING,
    RAW,
    FLIPPED,
    FLIPPED_AND_MENDED,
    CUT,
    LONGER,
    RECORD_TWICE,
    ZEROED
  }

  private final Scratch scratch = new Scratch("journal");

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public void feed(byte[] input) throws IOException {
    if (input.length < HEAD_BYTES) {
      return;
    }
    byte[] segment = segment(input);
    List<String> expected =
        isHeader(segment)
            ? SegmentBytes.front(segment).stream().map(whole -> text(whole.payload())).toList()
            : List.of();
    Path folder = scratch.fresh("journal");
    Files.createDirectories(folder);
    Files.write(folder.resolve("0000000000000000001.journal"), segment);
    List<String> found = new ArrayList<>();
    try (Journal journal = open(folder, found)) {
      Contradiction.unlessSame("the records", expected, found);
      checkNothingForcedIsLost(segment, found.size());
      journal.append(new Line("more"));
      journal.force();
    } catch (JournalDamagedException e) {
      Contradiction.unlessSame(
          "the records before the damage", expected.subList(0, found.size()), found);
      return;
    }
    found.add("more");
    List<String> again = new ArrayList<>();
    open(folder, again).close();
    Contradiction.unlessSame("the records after one more", found, again);
  }

  private static Journal open(Path folder, List<String> found) throws IOException {
    return Journal.open(
        folder,
        JournalOptions.DEFAULTS,
        0,
        (sequence, payload) -> {
          byte[] bytes = new byte[payload.remaining()];
          payload.get(bytes);
          found.add(text(bytes));
          Contradiction.unlessSame("the sequence", (long) found.size(), sequence);
        });
  }

  private static boolean isHeader(byte[] segment) {
    return segment.length >= SegmentBytes.HEADER_BYTES
        && Arrays.equals(SegmentBytes.header(), Arrays.copyOf(segment, SegmentBytes.HEADER_BYTES));
  }

  /** A whole record behind the cut must not say that what was cut had been forced. */
  private static void checkNothingForcedIsLost(byte[] segment, int kept) {
    for (int at = SegmentBytes.HEADER_BYTES; at < segment.length; at++) {
      SegmentBytes.Whole whole = SegmentBytes.at(segment, at);
      if (whole != null && whole.sequence() > kept && whole.forced() > kept) {
        throw new Contradiction("record " + whole.sequence() + " was forced behind what was cut");
      }
    }
  }

  private static byte[] segment(byte[] input) {
    Fault fault = Fault.values()[Math.floorMod(input[0], Fault.values().length)];
    if (fault == Fault.RAW) {
      return Arrays.copyOfRange(input, HEAD_BYTES, input.length);
    }
    List<byte[]> records = new ArrayList<>();
    long forced = 0;
    for (String line : text(Arrays.copyOfRange(input, HEAD_BYTES, input.length)).split("\n", -1)) {
      long sequence = records.size() + 1L;
      forced = line.startsWith("=") ? forced : sequence - 1; // "=": of the same batch
      records.add(SegmentBytes.record(sequence, forced, line.getBytes(UTF_8)));
    }
    if (fault == Fault.RECORD_TWICE) {
      records.add(records.get(Math.floorMod(input[1], records.size())));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(SegmentBytes.header());
    records.forEach(all::writeBytes);
    return damaged(all.toByteArray(), fault, input);
  }

  private static byte[] damaged(byte[] segment, Fault fault, byte[] input) {
    int at = Math.floorMod(ByteBuffer.wrap(input).getShort(1), segment.length);
    int more = input[3] & 0xFF;
    switch (fault) {
      case FLIPPED -> segment[at] ^= input[4];
      case FLIPPED_AND_MENDED -> flipAndMend(segment, at, input[4]);
      case CUT -> {
        return Arrays.copyOf(segment, at);
      }
      case LONGER -> {
        byte[] longer = Arrays.copyOf(segment, segment.length + more);
        Arrays.fill(longer, segment.length, longer.length, input[4]);
        return longer;
      }
      case ZEROED -> Arrays.fill(segment, at, Math.min(segment.length, at + more), (byte) 0);
      default -> {}
    }
    return segment;
  }

  /** The record in which it lies is whole again, by its CRC, unless it is not as long any more. */
  private static void flipAndMend(byte[] segment, int at, byte bits) {
    for (SegmentBytes.Whole whole : SegmentBytes.front(segment)) {
      if (at >= whole.at() && at < whole.end()) {
        segment[at] ^= bits;
        var unused = SegmentBytes.mended(segment, whole.at(), whole.end());
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private record Line(String text) implements Payload {
    @Override
    public int bytes() {
      return text.getBytes(UTF_8).length;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      target.put(text.getBytes(UTF_8));
    }
  }
}
