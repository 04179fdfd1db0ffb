package dev.larder.server.journal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes, verifies and reads the file of one part. */
final class PartFile {
  /** What such a file is called: a number that rises, and says nothing about what is in it. */
  static final String NAME = "\\d{10}\\.part";

  private static final int BUFFER_BYTES = 64 << 10;

  /**
   * How much may wait in the page cache while a part is written, in bytes. A force of the journal
   * has to wait for what the file system has queued before it: while 400 MB were written, the
   * slowest one took 27 to 37 ms with this bound, and 105 to 130 ms without.
   */
  private static final int FORCE_EVERY_BYTES = 16 << 20;

  private PartFile() {}

  static String name(long number) {
    return String.format(Locale.ROOT, "%010d.part", number);
  }

  static long number(String name) {
    return Long.parseLong(name.substring(0, 10));
  }

  /** Writes a new file and forces it; its name is not forced yet. */
  static Manifest.Part write(Path file, PartSource source) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Summed summed = new Summed(channel, file);
      try (OutputStream out = new BufferedOutputStream(summed, BUFFER_BYTES)) {
        source.writeTo(out);
        out.flush();
        Force.data(channel, file);
      }
      return new Manifest.Part(
          String.valueOf(file.getFileName()), summed.bytes, (int) summed.crc.getValue());
    }
  }

  /** What is wrong with a part's file, for people; null if it is whole. */
  static @Nullable String problemOf(Path file, Manifest.Part part) throws IOException {
    CRC32C crc = new CRC32C();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long length = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
        length += read;
      }
      if (length != part.bytes()) {
        return "it has " + length + " bytes instead of " + part.bytes();
      }
      return (int) crc.getValue() == part.crc() ? null : "its CRC does not match";
    } catch (NoSuchFileException e) {
      return "it is missing";
    }
  }

  /** Verifies a part's file whole before its reader sees the first byte. */
  static void read(Path file, Manifest.Part part, PartReader reader) throws IOException {
    String problem = problemOf(file, part);
    if (problem != null) {
      throw new CheckpointDamagedException(file, problem);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      reader.read(in);
    }
  }

  /** Counts and sums what passes, and forces it now and then. */
  private static final class Summed extends FilterOutputStream {
    private final FileChannel channel;
    private final Path file;
    private final CRC32C crc = new CRC32C();
    private long bytes;
    private long unforcedBytes;

    Summed(FileChannel channel, Path file) {
      super(Channels.newOutputStream(channel));
      this.channel = channel;
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      out.write(b, off, len);
      crc.update(b, off, len);
      bytes += len;
      unforcedBytes += len;
      if (unforcedBytes >= FORCE_EVERY_BYTES) {
        Force.data(channel, file);
        unforcedBytes = 0;
      }
    }
  }
}
