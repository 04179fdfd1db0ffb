package dev.larder.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A segment by its name, and the format of its header; the package's page tells it byte by byte.
 *
 * @param firstSequence the sequence that its first record has, as its name says
 */
record SegmentFile(Path path, long firstSequence) {
  /** magic 8, version 4, first sequence 8, crc 4. */
  static final int HEADER_BYTES = 24;

  private static final byte[] MAGIC = "LARDERJ\n".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int CRC_AT = 20;

  /** Nineteen digits: every positive long, in an order that a plain listing keeps. */
  private static final Pattern NAME = Pattern.compile("(\\d{19})\\.journal");

  static SegmentFile of(Path folder, long firstSequence) {
    String name = String.format(Locale.ROOT, "%019d.journal", firstSequence);
    return new SegmentFile(folder.resolve(name), firstSequence);
  }

  /** The segments of a folder, oldest first. Other files are nobody's business here. */
  static List<SegmentFile> list(Path folder) throws IOException {
    List<SegmentFile> segments = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          segments.add(new SegmentFile(file, Long.parseLong(name.group(1))));
        }
      }
    }
    segments.sort(Comparator.comparingLong(SegmentFile::firstSequence));
    return segments;
  }

  /** Deletes segments, oldest first, so that a crash leaves no hole between those that stay. */
  static void delete(Path folder, List<SegmentFile> oldestFirst) throws IOException {
    for (SegmentFile segment : oldestFirst) {
      Files.delete(segment.path());
      ForcedFolder.force(folder);
    }
  }

  /** The header of a new segment, ready to be written. */
  ByteBuffer header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.put(MAGIC).putInt(VERSION).putLong(firstSequence);
    return header.putInt(crc(header)).flip();
  }

  /**
   * Checks a header.
   *
   * @param found {@link #HEADER_BYTES} bytes from the buffer's position
   * @return what is wrong with it, for people; null if it is whole
   * @throws IOException if it is whole and of a version that this code does not know
   */
  @Nullable String problemOf(ByteBuffer found) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put(found).flip();
    if (header.mismatch(ByteBuffer.wrap(MAGIC)) < MAGIC.length) {
      return "the segment's header does not begin as one";
    }
    if (header.getInt(CRC_AT) != crc(header)) {
      return "the CRC of the segment's header does not match";
    }
    int version = header.getInt(MAGIC.length);
    if (version != VERSION) {
      throw new IOException(
          path + " has the journal format " + version + "; this Larder reads format " + VERSION);
    }
    long first = header.getLong(MAGIC.length + Integer.BYTES);
    return first == firstSequence ? null : "the segment's header says that it begins at " + first;
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CRC_AT));
    return (int) crc.getValue();
  }
}
