package dev.larder.prove.fuzz;

import dev.larder.server.stats.Document;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.MergePatch;
import dev.larder.server.stats.Undo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Merge Patch, RFC 7396. The first line is a document, the rest a patch: what comes of them is
 * what the RFC's own few lines make of trees, and undoing it leaves the document as it was.
 */
public final class PatchTarget implements Target {
  private static final byte[] EMPTY = {'{', '}'};

  @Override
  public String name() {
    return "patch";
  }

  @Override
  public void feed(byte[] input) {
    List<byte[]> sections = Sections.cut(input, 2);
    boolean isDocument = Json.object(sections.get(0), Documents.DEPTH) != null;
    byte[] target = isDocument ? sections.get(0) : EMPTY;
    Json.Members held = Json.object(target, Documents.DEPTH);
    Json.Members patch = Json.object(sections.get(1), Documents.DEPTH);
    List<Entry> heldEntries = Documents.entries(target);
    List<Entry> patchEntries = Documents.entries(sections.get(1));
    if (held == null || patch == null || heldEntries == null || patchEntries == null) {
      return;
    }
    Document document = Documents.of(heldEntries);
    byte[] before = Documents.bytes(document);
    Undo undo = document.apply(MergePatch.effect(document, patchEntries));
    Contradiction.unlessSame(
        "the patched document", mergePatch(held, patch).canonical(), Documents.canonical(document));
    document.undo(undo);
    Contradiction.unlessSame("the document after undoing", before, Documents.bytes(document));
  }

  /** {@code MergePatch(Target, Patch)} of section 2. */
  static Json mergePatch(@Nullable Json target, Json patch) {
    if (!(patch instanceof Json.Members object)) {
      return patch;
    }
    Map<String, Json> result = new LinkedHashMap<>();
    if (target instanceof Json.Members old) {
      result.putAll(old.members());
    }
    object
        .members()
        .forEach(
            (name, value) -> {
              if (value.equals(new Json.Word("null"))) {
                result.remove(name);
              } else {
                result.put(name, mergePatch(result.get(name), value));
              }
            });
    return new Json.Members(result);
  }
}
