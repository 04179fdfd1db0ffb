package dev.larder.server.stats;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of one nested object so far. Few names without escapes are compared as the bytes that
 * they are, which makes nothing that is thrown away again; many, or escaped ones, as decoded text.
 * One thread.
 */
final class UniqueNames {
  private static final int FEW = 8;

  private final byte[] json;
  private final int[] starts = new int[FEW];
  private final int[] ends = new int[FEW];
  private int count;
  private @Nullable Set<String> decoded;

  UniqueNames(byte[] json) {
    this.json = json;
  }

  /** Forgets all names, for the next object. */
  void clear() {
    count = 0;
    decoded = null;
  }

  /** Whether the name whose token is from {@code start} to {@code end} is a new one. */
  boolean add(int start, int end, boolean hasEscape) {
    if (decoded == null && (hasEscape || count == FEW)) {
      decoded = decodeAll();
    }
    if (decoded != null) {
      return decoded.add(Tokens.decode(json, start, end, hasEscape));
    }
    for (int i = 0; i < count; i++) {
      if (Arrays.equals(json, starts[i], ends[i], json, start, end)) {
        return false;
      }
    }
    starts[count] = start;
    ends[count] = end;
    count++;
    return true;
  }

  private Set<String> decodeAll() {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < count; i++) {
      all.add(Tokens.decode(json, starts[i], ends[i], false));
    }
    return all;
  }
}
