package dev.larder.server.engine;

import dev.larder.server.stats.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a document, as it is remembered: durable, immutable, for any thread.
 *
 * @param number the version
 * @param atMs when it was written, in milliseconds since 1970-01-01 UTC
 * @param who who wrote it, for people
 * @param put names of entries that are new or have a new value
 * @param removed names of entries that are gone; not told where all others are, see {@link
 *     #isWhole}
 * @param more how many names are left out
 * @param values the entries that were put, all of them; null where they are not remembered
 */
public record Version(
    long number,
    WriteKind kind,
    long atMs,
    String who,
    List<String> put,
    List<String> removed,
    int more,
    @Nullable List<Entry> values) {
  /** Names of one version that are remembered; of the rest it is known how many they are. */
  public static final int NAMES = 100;

  /** Characters of all these names together: a name may be as long as a request. */
  private static final int NAME_CHARS = 8 * 1024;

  /** What a version takes beside its names, about, in bytes. */
  private static final int RECORD_BYTES = 96;

  /** What a name takes beside its characters, about, in bytes. */
  private static final int NAME_BYTES = 48;

  /** What becomes of a change that is durable; with its values. */
  static Version of(Change.OfDocument change) {
    if (change instanceof Change.Put put) {
      return of(put, put.effect().put(), put.effect().removed());
    } else if (change instanceof Change.Replaced replaced) {
      return of(replaced, replaced.entries(), List.of());
    } else if (change instanceof Change.Configured configured) {
      return of(configured, configured.effect().put(), configured.effect().removed());
    }
    return of(change, List.of(), List.of());
  }

  private static Version of(Change.OfDocument change, List<Entry> put, List<String> removed) {
    var names = new Names();
    List<String> putNames = names.take(put.size(), at -> put.get(at).name());
    List<String> removedNames = names.take(removed.size(), removed::get);
    int more = put.size() - putNames.size() + removed.size() - removedNames.size();
    return new Version(
        change.version(),
        change.origin().kind(),
        change.atMs(),
        change.origin().who(),
        putNames,
        removedNames,
        more,
        put);
  }

  /** Whether it left nothing of the document as it was before. */
  public boolean isWhole() {
    return kind == WriteKind.PUT || kind == WriteKind.DELETE;
  }

  /** The same as it is remembered for long: without values, which can be large. */
  public Version withoutValues() {
    return new Version(number, kind, atMs, who, put, removed, more, null);
  }

  /** How much memory it takes without values, about. */
  public int bytes() {
    int bytes = RECORD_BYTES;
    for (String name : put) {
      bytes += NAME_BYTES + name.length();
    }
    for (String name : removed) {
      bytes += NAME_BYTES + name.length();
    }
    return bytes;
  }

  /** Takes names as long as there is room. */
  private static final class Names {
    private int left = NAMES;
    private int charsLeft = NAME_CHARS;

    private interface Source {
      String get(int at);
    }

    List<String> take(int count, Source names) {
      if (count == 1 && left > 0 && names.get(0).length() <= charsLeft) {
        left--;
        charsLeft -= names.get(0).length();
        return List.of(names.get(0)); // by far the most of them
      }
      List<String> taken = new ArrayList<>(Math.min(count, left));
      for (int at = 0; at < count && left > 0; at++) {
        String name = names.get(at);
        if (name.length() > charsLeft) {
          break;
        }
        left--;
        charsLeft -= name.length();
        taken.add(name);
      }
      return List.copyOf(taken);
    }
  }
}
