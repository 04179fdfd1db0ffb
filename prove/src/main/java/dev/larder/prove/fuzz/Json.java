package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The naive model of JSON: a tree, read by Jackson, and stricter than RFC 8259 where the contract
 * is. Numbers keep their token. Immutable, but for the maps and lists that a model changes.
 */
public sealed interface Json {
  /** A number or a literal, as it was written. */
  record Word(String token) implements Json {}

  /** A string, decoded. */
  record Text(String value) implements Json {}

  /** An array. */
  record Items(List<Json> items) implements Json {}

  /** An object, its names decoded, in their order. */
  record Members(Map<String, Json> members) implements Json {}

  /** Deeper than anything that is read here: depth is checked by {@link Reading}. */
  int DEEPEST = 100_000;

  JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * Reads a text as the contract says: UTF-8 without a byte order mark, no name twice in an object,
   * no half of a surrogate pair, nothing behind the value.
   *
   * @param maxDepth most objects and arrays within each other
   * @return null if it is none
   */
  static @Nullable Json read(byte[] bytes, int maxDepth) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      Json value = new Reading(parser, maxDepth).value(parser.nextToken(), 1);
      return value != null && parser.nextToken() == null ? value : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** Reads what must be an object; null if it is none. */
  static @Nullable Members object(byte[] bytes, int maxDepth) {
    return read(bytes, maxDepth) instanceof Members members ? members : null;
  }

  /** One text for each tree: the order of members counts, the spelling of strings does not. */
  default String canonical() {
    if (this instanceof Word word) {
      return word.token;
    } else if (this instanceof Text text) {
      return quoted(text.value);
    } else if (this instanceof Items array) {
      StringJoiner all = new StringJoiner(",", "[", "]");
      array.items.forEach(item -> all.add(item.canonical()));
      return all.toString();
    } else if (this instanceof Members object) {
      StringJoiner all = new StringJoiner(",", "{", "}");
      object.members.forEach((name, value) -> all.add(quoted(name) + ":" + value.canonical()));
      return all.toString();
    }
    throw new AssertionError(this);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** One walk over Jackson's tokens. */
  record Reading(JsonParser parser, int maxDepth) {
    private @Nullable Json value(@Nullable JsonToken token, int depth) {
      if (token == null || (token.isStructStart() && depth > maxDepth)) {
        return null;
      }
      return switch (token) {
        case START_OBJECT -> members(depth);
        case START_ARRAY -> items(depth);
        case VALUE_STRING -> isWhole(parser.getString()) ? new Text(parser.getString()) : null;
        case VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
            new Word(parser.getString());
        default -> null;
      };
    }

    private @Nullable Json items(int depth) {
      List<Json> items = new ArrayList<>();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        Json item = value(next, depth + 1);
        if (item == null) {
          return null;
        }
        items.add(item);
      }
      return new Items(items);
    }

    private @Nullable Json members(int depth) {
      Map<String, Json> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        Json value = value(parser.nextToken(), depth + 1);
        if (value == null || !isWhole(name) || members.put(name, value) != null) {
          return null;
        }
      }
      return new Members(members);
    }

    /** Jackson lets half a surrogate pair pass, if it is escaped. */
    private static boolean isWhole(String text) {
      return UTF_8.newEncoder().canEncode(text);
    }
  }
}
