package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Breeds inputs by chance alone, for the short form, which cannot look into the code as Jazzer
 * does. The same source of chance breeds the same. One thread.
 */
final class Mutator {
  private static final int MOST_CHANGES = 4;
  private static final int MOST_BYTES = 2048;
  private static final int RUN_BYTES = 16;
  private static final int BITS = 8;

  /** What the formats are made of, and where they go wrong. */
  private static final List<byte[]> WORDS =
      words(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\u0061",
          "\\ud83d",
          "\\",
          "null",
          "1e999",
          "-0",
          "0.10",
          "\n",
          "\r\n",
          "/",
          "~0",
          "~1",
          "~",
          "*",
          "..",
          "../",
          "\0",
          "\u00e9",
          "\ud83d\ude00",
          "Content-Length: ",
          "Transfer-Encoding: chunked\r\n",
          "HTTP/1.1\r\n",
          "bytes=0-",
          "W/\"1\"",
          "%2F",
          "path=",
          "ustar");

  private final List<byte[]> seeds;
  private final Random random;

  /** Breeds from those, of which there is at least one. */
  Mutator(List<byte[]> seeds, Random random) {
    this.seeds = seeds;
    this.random = random;
  }

  private static List<byte[]> words(String... words) {
    return Arrays.stream(words).map(word -> word.getBytes(UTF_8)).toList();
  }

  /** The next input. */
  byte[] next() {
    byte[] bred = any();
    for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0; left--) {
      bred = changed(bred);
    }
    return bred.length <= MOST_BYTES ? bred : Arrays.copyOf(bred, MOST_BYTES);
  }

  private byte[] any() {
    return seeds.get(random.nextInt(seeds.size())).clone();
  }

  private byte[] changed(byte[] from) {
    int at = random.nextInt(from.length + 1);
    int end = Math.min(from.length, at + 1 + random.nextInt(RUN_BYTES));
    return switch (random.nextInt(7)) {
      case 0 -> flipped(from, at);
      case 1 -> joined(from, at, new byte[0], end);
      case 2 -> joined(from, at, WORDS.get(random.nextInt(WORDS.size())), at);
      case 3 -> joined(from, at, WORDS.get(random.nextInt(WORDS.size())), end);
      case 4 -> joined(from, at, Arrays.copyOfRange(from, at, end), at);
      case 5 -> joined(from, at, new byte[] {(byte) random.nextInt(256)}, Math.min(end, at + 1));
      default -> {
        byte[] other = any();
        int cut = random.nextInt(other.length + 1);
        yield joined(from, at, Arrays.copyOfRange(other, cut, other.length), from.length);
      }
    };
  }

  private byte[] flipped(byte[] from, int at) {
    if (at < from.length) {
      from[at] ^= (byte) (1 << random.nextInt(BITS));
    }
    return from;
  }

  /** The bytes before one place, others, and the bytes from another place on. */
  private static byte[] joined(byte[] from, int at, byte[] between, int end) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(from, 0, at);
    all.writeBytes(between);
    all.write(from, end, from.length - end);
    return all.toByteArray();
  }
}
