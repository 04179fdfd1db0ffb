package dev.larder.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What a checkpoint consists of; the package's page tells the format.
 *
 * @param sequence the last record that the parts hold
 * @param parts by name, in the order they were given
 */
record Manifest(long sequence, Map<String, Part> parts) {
  /** A part's file, its length in bytes, and its CRC32C. */
  record Part(String file, long bytes, int crc) {}

  static final Manifest NONE = new Manifest(0, Map.of());

  private static final String HEAD = "larder-checkpoint 1";

  /** Digits of which every number is a long. */
  private static final String DIGITS = "(\\d{1,18})";

  private static final Pattern SEQUENCE = Pattern.compile("sequence " + DIGITS);
  private static final Pattern PART =
      Pattern.compile("part (" + PartFile.NAME + ") " + DIGITS + " ([0-9a-f]{8}) (.+)");
  private static final Pattern CRC = Pattern.compile("crc ([0-9a-f]{8})\n");
  private static final int CRC_BYTES = "crc 01234567\n".length();

  Manifest {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  byte[] encode() {
    StringBuilder text =
        new StringBuilder(HEAD).append("\nsequence ").append(sequence).append('\n');
    parts.forEach(
        (name, part) ->
            text.append("part ")
                .append(part.file())
                .append(' ')
                .append(part.bytes())
                .append(' ')
                .append(hex(part.crc()))
                .append(' ')
                .append(name)
                .append('\n'));
    byte[] covered = text.toString().getBytes(StandardCharsets.UTF_8);
    text.append("crc ").append(hex(crc(covered, covered.length))).append('\n');
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a manifest.
   *
   * @param file where the bytes are from, for the exception
   * @throws CheckpointDamagedException if it is not whole
   * @throws IOException if it is whole and of a format that this code does not know
   */
  static Manifest decode(Path file, byte[] bytes) throws IOException {
    int covered = Math.max(0, bytes.length - CRC_BYTES);
    Matcher crc = CRC.matcher(text(file, bytes, covered, bytes.length - covered));
    if (!crc.matches() || !crc.group(1).equals(hex(crc(bytes, covered)))) {
      throw new CheckpointDamagedException(file, "its CRC does not match");
    }
    List<String> lines = new ArrayList<>(text(file, bytes, 0, covered).lines().toList());
    if (lines.size() < 2 || !lines.get(0).equals(HEAD)) {
      throw new IOException(file + " is of another format than this Larder's '" + HEAD + "'");
    }
    Map<String, Part> parts = new LinkedHashMap<>();
    for (String line : lines.subList(2, lines.size())) {
      Matcher part = match(PART, line, file);
      long length = Long.parseLong(part.group(2));
      int partCrc = Integer.parseUnsignedInt(part.group(3), 16);
      parts.put(part.group(4), new Part(part.group(1), length, partCrc));
    }
    return new Manifest(Long.parseLong(match(SEQUENCE, lines.get(1), file).group(1)), parts);
  }

  private static Matcher match(Pattern pattern, String line, Path file)
      throws CheckpointDamagedException {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.matches()) {
      throw new CheckpointDamagedException(file, "a line of it is not understood: " + line);
    }
    return matcher;
  }

  private static String text(Path file, byte[] bytes, int from, int length)
      throws CheckpointDamagedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      CheckpointDamagedException damaged =
          new CheckpointDamagedException(file, "it is not text in UTF-8");
      damaged.initCause(e);
      throw damaged;
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static String hex(int crc) {
    return String.format("%08x", crc);
  }
}
