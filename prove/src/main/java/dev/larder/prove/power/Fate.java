package dev.larder.prove.power;

import java.util.Arrays;
import java.util.Random;

/**
 * What becomes of an effect that was not forced when the power went.
 *
 * @param seed which blocks, and which garbage
 */
record Fate(Kind kind, long seed) {
  /** The kinds; those in the middle are of writes alone, and leave other effects undone. */
  enum Kind {
    /** It is on the disk. */
    THERE,
    /** Nothing of it is. */
    MISSING,
    /** The first sectors are: 512 bytes each, what a disk writes at once. */
    FIRST_SECTORS,
    /** Some blocks are: 4096 bytes each, what a file system writes in any order. */
    SOME_BLOCKS,
    /** The file has become longer, and what was to be there is zeros. */
    ZEROS,
    /** The file has become longer, and what is there was never written. */
    GARBAGE
  }

  static final Fate THERE = new Fate(Kind.THERE, 0);
  static final Fate MISSING = new Fate(Kind.MISSING, 0);
  private static final int SECTOR = 512;
  private static final int BLOCK = 4096;

  /** Any, by chance. */
  static Fate any(Random random) {
    int dice = random.nextInt(10);
    long seed = random.nextLong();
    if (dice < 4) {
      return THERE;
    }
    if (dice < 6) {
      return MISSING;
    }
    return new Fate(Kind.values()[dice - 4], seed);
  }

  /** The content after a write that ended so. */
  byte[] write(byte[] content, Effect.Write write) {
    int from = (int) write.at();
    byte[] bytes = write.bytes();
    int to = from + bytes.length;
    Random random = new Random(seed);
    return switch (kind) {
      case THERE -> put(content, from, bytes, 0, bytes.length);
      case FIRST_SECTORS -> {
        int sectors = random.nextInt(bytes.length / SECTOR + 1);
        yield put(content, from, bytes, 0, Math.min(bytes.length, sectors * SECTOR));
      }
      case SOME_BLOCKS -> {
        byte[] some = content;
        for (int at = from; at < to; at = next(at)) {
          if (random.nextBoolean()) {
            some = put(some, at, bytes, at - from, Math.min(next(at), to) - at);
          }
        }
        yield some;
      }
      case ZEROS -> Arrays.copyOf(content, Math.max(content.length, to));
      case GARBAGE -> {
        byte[] garbage = new byte[Math.max(0, to - content.length)];
        random.nextBytes(garbage);
        yield put(content, content.length, garbage, 0, garbage.length);
      }
      default -> content;
    };
  }

  private static int next(int at) {
    return (at / BLOCK + 1) * BLOCK;
  }

  private static byte[] put(byte[] content, int at, byte[] bytes, int from, int length) {
    byte[] result =
        length == 0 ? content : Arrays.copyOf(content, Math.max(content.length, at + length));
    System.arraycopy(bytes, from, result, at, length);
    return result;
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
