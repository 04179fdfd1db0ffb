package dev.larder.client.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * The entries of a JSON object: name to value, the value as its text without white space, numbers
 * digit for digit.
 */
final class Entries {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Entries() {}

  /**
   * Reads an object.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON
   */
  static Map<String, String> read(byte[] json) {
    var entries = new LinkedHashMap<String, String>();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("The file holds no JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        var value = new StringBuilder();
        parser.nextToken();
        appendValue(parser, value);
        entries.put(name, value.toString());
      }
    }
    return entries;
  }

  /** Writes an object as Python's {@code json.dump} does. */
  static String write(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static void appendValue(JsonParser parser, StringBuilder value) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      appendMembers(parser, value, token == JsonToken.START_OBJECT);
    } else if (token == JsonToken.VALUE_STRING) {
      value.append(quoted(parser.getString()));
    } else {
      value.append(parser.getString());
    }
  }

  private static void appendMembers(JsonParser parser, StringBuilder value, boolean isObject) {
    value.append(isObject ? '{' : '[');
    String separator = "";
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      value.append(separator);
      separator = ",";
      if (isObject) {
        value.append(quoted(parser.currentName())).append(':');
        parser.nextToken();
      }
      appendValue(parser, value);
    }
    value.append(isObject ? '}' : ']');
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }
}
