package dev.larder.server.stats;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a merge patch, where it stands in the patch: an object's members are known by name,
 * anything else is taken whole. Patch and target are each gone over once, however deep they are;
 * the recursion is as deep as the patch, which {@link JsonBounds#maxDepth} bounds.
 */
final class Change {
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private final byte[] json;
  private final int at;
  private final int end;

  /** The members of an object, by decoded name, in their order; null for any other value. */
  private final @Nullable Map<String, Named> members;

  /** A member whose name's token starts at {@code nameAt} in the patch. */
  private record Named(int nameAt, Change value) {}

  /** Reads the value that starts at {@code at}, in the default layout. */
  Change(byte[] json, int at) {
    this.json = json;
    this.at = at;
    if (json[at] != '{') {
      members = null;
      end = Tokens.valueEnd(json, at);
      return;
    }
    members = new LinkedHashMap<>();
    int next = at + 1;
    while (json[next] != '}') {
      int nameEnd = Tokens.stringEnd(json, next);
      Change value = new Change(json, nameEnd + Tokens.COLON_BYTES);
      members.put(Tokens.decode(json, next, nameEnd), new Named(next, value));
      next = Tokens.following(json, value.end);
    }
    end = next + 1;
  }

  /** Writes what this makes of nothing: {@code MergePatch} of RFC 7396, section 2, undefined. */
  void write(ByteArrayOutputStream merged) {
    if (members == null) {
      merged.write(json, at, end - at);
    } else {
      write(EMPTY_OBJECT, 0, merged);
    }
  }

  /**
   * Writes what this makes of the value that starts at {@code targetAt}: {@code MergePatch(Target,
   * Patch)} of RFC 7396, section 2. What the patch does not name is copied as it stands.
   *
   * @return the index behind the target's value
   */
  int write(byte[] target, int targetAt, ByteArrayOutputStream merged) {
    if (members == null || target[targetAt] != '{') {
      write(merged);
      return Tokens.valueEnd(target, targetAt);
    }
    Map<String, Named> added = new LinkedHashMap<>(members);
    Commas commas = new Commas(merged);
    merged.write('{');
    int next = targetAt + 1;
    while (target[next] != '}') {
      int nameEnd = Tokens.stringEnd(target, next);
      Named named = added.remove(Tokens.decode(target, next, nameEnd));
      int valueEnd = writeMember(target, next, nameEnd + Tokens.COLON_BYTES, named, commas);
      next = Tokens.following(target, valueEnd);
    }
    for (Named named : added.values()) {
      if (!named.value.isNull()) {
        commas.start(json, named.nameAt, named.value.at);
        named.value.write(merged);
      }
    }
    merged.write('}');
    return next + 1;
  }

  /** Writes a member of the target, changed, as it stands or not at all. */
  private static int writeMember(
      byte[] target, int nameAt, int valueAt, @Nullable Named named, Commas commas) {
    if (named != null && !named.value.isNull()) {
      commas.start(target, nameAt, valueAt);
      return named.value.write(target, valueAt, commas.merged);
    }
    int valueEnd = Tokens.valueEnd(target, valueAt);
    if (named == null) {
      commas.start(target, nameAt, valueEnd);
    }
    return valueEnd;
  }

  private boolean isNull() {
    return json[at] == 'n';
  }
}
