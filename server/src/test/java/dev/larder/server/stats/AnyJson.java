package dev.larder.server.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random JSON as a tree of tokens that knows its own text in every layout: the naive model of what
 * this room does with bytes.
 */
sealed interface AnyJson {
  record Word(String token) implements AnyJson {}

  record Items(List<AnyJson> items) implements AnyJson {}

  record Members(List<Member> members) implements AnyJson {}

  record Member(String token, String name, AnyJson value) {}

  List<String> NAMES =
      List.of(
          "a",
          "b",
          "c",
          "d",
          "",
          "0",
          "1",
          "01",
          "-",
          "a/b",
          "m~n",
          "é",
          "\"",
          "\\",
          " ",
          "😀",
          "{[,:",
          "a name that is a good deal longer than eight bytes",
          "\u007f",
          "\n");

  List<String> WORDS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "1e400",
          "0.10",
          "1.5E-7",
          "\"\"",
          "\"x\"",
          "1234567890123456789012345678901234567890",
          "\"\\u00e9\"",
          "\"é\"",
          "\"\\/\"",
          "\"\\\\\"",
          "\"a \\\" b\"",
          "\"\\ud83d\\ude00\"",
          "\"😀, {: [\"",
          "\"\\\\\\\"\"",
          "\"null\"");

  static Members object(Random random) {
    return object(random, 4);
  }

  private static AnyJson value(Random random, int levels) {
    return switch (levels == 0 ? 0 : random.nextInt(4)) {
      case 1 -> object(random, levels - 1);
      case 2 -> items(random, levels - 1);
      default -> new Word(WORDS.get(random.nextInt(WORDS.size())));
    };
  }

  private static Items items(Random random, int levels) {
    List<AnyJson> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(random, levels));
    }
    return new Items(items);
  }

  private static Members object(Random random, int levels) {
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    List<Member> members = new ArrayList<>();
    for (String name : names.subList(0, random.nextInt(6))) {
      members.add(new Member(spelled(name, random), name, value(random, levels)));
    }
    return new Members(members);
  }

  /** One of the ways to write a string. */
  static String spelled(String text, Random random) {
    StringBuilder token = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean mustEscape = c < ' ' || c == '"' || c == '\\';
      if (mustEscape || (!Character.isSurrogate(c) && random.nextInt(4) == 0)) {
        token.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
      } else {
        token.append(c);
      }
    }
    return token.append('"').toString();
  }

  /** As Python's json.dump writes it; an indent below 0 stands for none. */
  default String python(int indent) {
    return python(indent, 1);
  }

  private String python(int indent, int depth) {
    String comma = indent < 0 ? ", " : "," + line(indent, depth);
    String open = indent < 0 ? "" : line(indent, depth);
    String close = indent < 0 ? "" : line(indent, depth - 1);
    return text(v -> v.python(indent, depth + 1), open, comma, ": ", close);
  }

  private static String line(int indent, int depth) {
    return "\n" + " ".repeat(indent * depth);
  }

  /** With random white space wherever the grammar has some. */
  default String spaced(Random random) {
    String inside =
        text(
            v -> v.spaced(random),
            space(random),
            space(random) + "," + space(random),
            space(random) + ":" + space(random),
            space(random));
    return space(random) + inside + space(random);
  }

  private static String space(Random random) {
    StringBuilder space = new StringBuilder();
    while (random.nextInt(3) == 0) {
      space.append(" \t\r\n".charAt(random.nextInt(4)));
    }
    return space.toString();
  }

  private String text(Inner inner, String open, String comma, String colon, String close) {
    if (this instanceof Word word) {
      return word.token;
    }
    List<String> parts = new ArrayList<>();
    if (this instanceof Items array) {
      array.items.forEach(item -> parts.add(inner.of(item)));
    } else if (this instanceof Members object) {
      object.members.forEach(m -> parts.add(m.token + colon + inner.of(m.value)));
    }
    String brackets = this instanceof Items ? "[]" : "{}";
    return parts.isEmpty()
        ? brackets
        : brackets.charAt(0) + open + String.join(comma, parts) + close + brackets.charAt(1);
  }

  interface Inner {
    String of(AnyJson value);
  }
}
