package dev.larder.server.stats;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON Merge Patch (RFC 7396) on documents. */
public final class MergePatch {
  private MergePatch() {}

  /**
   * What the patch does to the document. Nothing is changed yet.
   *
   * @param patch the members of a patch that is an object; any other patch would replace the
   *     document by something that is none
   */
  public static Effect effect(Document target, List<Entry> patch) {
    List<Entry> put = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (Entry change : patch) {
      Entry current = target.get(change.name());
      if (!change.isNull()) {
        put.add(patched(current, change));
      } else if (current != null) {
        removed.add(change.name());
      }
    }
    return new Effect(put, removed);
  }

  /** What the change, which is not null, makes of the entry of its name. */
  static Entry patched(@Nullable Entry target, Entry change) {
    if (change.member()[change.valueAt()] != '{') {
      return change;
    }
    ByteArrayOutputStream merged = new ByteArrayOutputStream();
    merged.write(change.member(), 0, change.valueAt());
    Change patch = new Change(change.member(), change.valueAt());
    if (target == null) {
      patch.write(merged);
    } else {
      patch.write(target.member(), target.valueAt(), merged);
    }
    return new Entry(change.name(), merged.toByteArray(), change.valueAt());
  }
}
