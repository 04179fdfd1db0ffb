package dev.larder.server.stats;

import java.util.List;

/** JSON Merge Patch (RFC 7396). */
@SuppressWarnings("DoNotCallSuggester")
public final class MergePatch {
  private MergePatch() {}

  /**
   * What the patch does to the document. Nothing is changed yet.
   *
   * @param patch the members of a patch that is an object; any other patch would replace the
   *     document by something that is none
   */
  public static Effect effect(Document target, List<Entry> patch) {
    throw new UnsupportedOperationException();
  }
}
