package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON Pointer, RFC 6901. The first line is a pointer, the rest a document: it finds what the walk
 * over a tree finds, and from each place of the tree the way there and back is the same.
 */
public final class PointerTarget implements Target {
  private static final Pattern SYNTAX = Pattern.compile("(/([^/~]|~[01])*+)*+", Pattern.DOTALL);
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final int MOST_PLACES = 60;

  @Override
  public String name() {
    return "pointer";
  }

  @Override
  public void feed(byte[] input) {
    List<byte[]> sections = Sections.cut(input, 2);
    String text = new String(sections.get(0), UTF_8);
    Pointer pointer = parsed(text);
    Contradiction.unlessSame(
        "whether it is a pointer: " + text, SYNTAX.matcher(text).matches(), pointer != null);
    Json.Members model = Json.object(sections.get(1), Documents.DEPTH);
    List<Entry> entries = Documents.entries(sections.get(1));
    if (model == null || entries == null) {
      return;
    }
    Document document = Documents.of(entries);
    if (pointer != null) {
      Contradiction.unlessSame(text, canonical(at(model, text)), found(document, pointer));
    }
    List<String> places = new ArrayList<>();
    walk(model, "", places);
    for (String place : places) {
      Contradiction.unlessSame(
          place, canonical(at(model, place)), found(document, Pointer.parse(place)));
    }
  }

  private static @Nullable Pointer parsed(String text) {
    try {
      return Pointer.parse(text);
    } catch (RefusedException e) {
      return null;
    }
  }

  private static @Nullable String found(Document document, Pointer pointer) {
    if (pointer.isWholeDocument()) {
      return Documents.canonical(document);
    }
    Entry entry = document.get(pointer.first());
    byte[] found = entry == null ? null : pointer.find(entry);
    return found == null ? null : canonical(Json.read(found, Documents.DEPTH));
  }

  private static @Nullable String canonical(@Nullable Json value) {
    return value == null ? null : value.canonical();
  }

  /** Section 4, token by token. */
  private static @Nullable Json at(Json root, String pointer) {
    Json at = root;
    String[] tokens = pointer.split("/", -1);
    for (int i = 1; i < tokens.length && at != null; i++) {
      String token = tokens[i].replace("~1", "/").replace("~0", "~");
      if (at instanceof Json.Members object) {
        at = object.members().get(token);
      } else if (at instanceof Json.Items array && INDEX.matcher(token).matches()) {
        int index = Integer.parseInt(token);
        at = index < array.items().size() ? array.items().get(index) : null;
      } else {
        at = null;
      }
    }
    return at;
  }

  private static void walk(Json value, String place, List<String> places) {
    if (places.size() >= MOST_PLACES) {
      return;
    }
    places.add(place);
    if (value instanceof Json.Members object) {
      object.members().forEach((name, member) -> walk(member, place + "/" + token(name), places));
    } else if (value instanceof Json.Items array) {
      for (int i = 0; i < array.items().size(); i++) {
        walk(array.items().get(i), place + "/" + i, places);
      }
    }
  }

  private static String token(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
