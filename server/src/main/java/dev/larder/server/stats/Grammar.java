package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Has Jackson's streaming parser walk over one whole JSON text: grammar, control characters, unique
 * names, and here the bounds. {@link Unicode} has passed it before. One thread.
 */
final class Grammar {
  /**
   * Names are not kept in Jackson's symbol table: it would hold the last thousands of names of
   * every client for ever, and names made to collide could fill it. The body's own length bounds
   * what Jackson would bound besides.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What Jackson's messages say about its own options and objects. */
  private static final Pattern OF_ITS_OWN =
      Pattern.compile(
          "[:,]? *(enable `|\\(not recognized|\\(start marker|\\(for (Array|Object) ).*");

  private static final Pattern NOT_A_NUMBER = Pattern.compile("Non-standard token '(.*?)'.*");

  private final byte[] bytes;
  private final int from;
  private final int to;
  private final JsonBounds bounds;
  private final List<String> names = new ArrayList<>();

  Grammar(byte[] bytes, int from, int to, JsonBounds bounds) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.bounds = bounds;
  }

  /**
   * Walks over the text.
   *
   * @param what the text is, in a refusal
   * @return the names of the outermost object's members, decoded
   */
  List<String> names(String what) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      JsonToken outermost = parser.nextToken();
      if (outermost == null) {
        throw Fault.at(bytes, from, to, "The text ends before anything");
      }
      walk(parser, outermost, what);
      if (outermost != JsonToken.START_OBJECT) {
        throw new RefusedException(new Problem.NotAnObject(what, kind(outermost)));
      }
      return names;
    } catch (JacksonException e) {
      throw refused(e);
    }
  }

  private void walk(JsonParser parser, JsonToken outermost, String what) {
    int depth = 0;
    JsonToken token = outermost;
    do {
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          if (++depth > bounds.maxDepth()) {
            throw at(parser, "Nesting deeper than " + bounds.maxDepth() + " levels");
          }
        }
        case END_OBJECT, END_ARRAY -> depth--;
        case PROPERTY_NAME -> {
          if (depth == 1) {
            addName(parser.currentName(), what);
          }
        }
        default -> {}
      }
      token = parser.nextToken();
      if (token != null && depth == 0) {
        throw at(parser, "More text behind the JSON value");
      }
    } while (token != null);
  }

  private void addName(String name, String what) {
    if (names.size() == bounds.maxEntries()) {
      throw new RefusedException(
          new Problem.TooLarge("number of entries in the " + what, bounds.maxEntries(), "entries"));
    }
    names.add(name);
  }

  private RefusedException at(JsonParser parser, String reason) {
    return Fault.at(
        bytes, from, from + (int) parser.currentTokenLocation().getByteOffset(), reason);
  }

  private RefusedException refused(JacksonException e) {
    String message = e.getOriginalMessage();
    int at = from + (int) e.getLocation().getByteOffset();
    Matcher notANumber = NOT_A_NUMBER.matcher(message);
    if (notANumber.matches()) {
      String token = notANumber.group(1);
      return Fault.at(bytes, from, at - token.length(), "'" + token + "' is not JSON");
    }
    if (message.startsWith("Duplicate")) {
      return Fault.at(bytes, from, nameStart(at), message.replace("Object property", "name"));
    }
    if (at >= to) {
      return Fault.at(bytes, from, to, "The text ends too early");
    }
    return Fault.at(bytes, from, at, OF_ITS_OWN.matcher(message).replaceFirst(""));
  }

  /** The opening quote of the name that ends before {@code end}. */
  private int nameStart(int end) {
    int i = end - 2;
    while (bytes[i] != '"' || isEscaped(i)) {
      i--;
    }
    return i;
  }

  private boolean isEscaped(int at) {
    int backslashes = 0;
    while (bytes[at - 1 - backslashes] == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "a number";
    };
  }
}
