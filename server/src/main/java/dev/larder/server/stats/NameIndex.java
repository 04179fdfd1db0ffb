package dev.larder.server.stats;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places by name: an extendible hash table (Fagin et al., 1979) of small {@link HashMap}s. One big
 * map would stop the engine for tens of milliseconds whenever it doubles; here a full bucket is
 * split in two, and nothing else moves. The buckets being HashMaps, names made to collide cost a
 * tree's depth and no more. One thread.
 */
final class NameIndex {
  /** A bucket with more names than this is split: some ten microseconds' work. */
  static final int BUCKET_NAMES = 1024;

  /** Longest prefix of the hash that chooses a bucket: the directory has at most 65,536 places. */
  private static final int MAX_BITS = 16;

  /** The golden ratio, as in Knuth's multiplicative hashing: HashMap takes the low bits itself. */
  private static final int MIXER = 0x9E3779B9;

  /** Names whose mixed hashes begin with the same {@code bits} bits. */
  private record Bucket(int bits, Map<String, Place> places) {
    static Bucket empty(int bits) {
      return new Bucket(bits, new HashMap<>());
    }
  }

  /** As many places as {@code bits} bits can choose; each bucket has a run of one or more. */
  private Bucket[] directory = {Bucket.empty(0)};

  private int bits;

  @Nullable Place get(String name) {
    return bucketOf(name).places.get(name);
  }

  void put(String name, Place place) {
    Bucket bucket = bucketOf(name);
    bucket.places.put(name, place);
    if (bucket.places.size() > BUCKET_NAMES && bucket.bits < MAX_BITS) {
      split(bucket, prefix(name, bucket.bits));
    }
  }

  void remove(String name) {
    bucketOf(name).places.remove(name);
  }

  private Bucket bucketOf(String name) {
    return directory[prefix(name, bits)];
  }

  private void split(Bucket full, int prefix) {
    if (full.bits == bits) {
      doubleDirectory();
    }
    Bucket zero = Bucket.empty(full.bits + 1);
    Bucket one = Bucket.empty(full.bits + 1);
    full.places.forEach(
        (name, place) -> {
          boolean isOne = (prefix(name, full.bits + 1) & 1) == 1;
          (isOne ? one : zero).places.put(name, place);
        });
    int half = 1 << (bits - full.bits - 1);
    int first = prefix * 2 * half;
    for (int i = 0; i < half; i++) {
      directory[first + i] = zero;
      directory[first + half + i] = one;
    }
  }

  private void doubleDirectory() {
    Bucket[] doubled = new Bucket[directory.length * 2];
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] = directory[i / 2];
    }
    directory = doubled;
    bits++;
  }

  /** The first bits of the name's hash. Shifted twice, because a shift by 32 shifts by nothing. */
  private static int prefix(String name, int bits) {
    return (name.hashCode() * MIXER) >>> 1 >>> (31 - bits);
  }
}
