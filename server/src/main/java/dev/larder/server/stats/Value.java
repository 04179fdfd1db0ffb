package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** One value within bytes that are checked and in the default layout. Immutable, any thread. */
final class Value {
  final byte[] json;
  final int at;

  /** The index behind it. */
  final int end;

  Value(byte[] json, int at, int end) {
    this.json = json;
    this.at = at;
    this.end = end;
  }

  /** The value that starts there. */
  static Value at(byte[] json, int at) {
    return new Value(json, at, Tokens.valueEnd(json, at));
  }

  /** What it is, in words for people. */
  String kind() {
    return Tokens.kind(json[at]);
  }

  boolean isNumber() {
    return json[at] == '-' || (json[at] >= '0' && json[at] <= '9');
  }

  int bytes() {
    return end - at;
  }

  /** The token of a number or a literal. */
  String word() {
    return new String(json, at, end - at, ISO_8859_1);
  }

  /** The items of an array; of any other value, itself alone. */
  List<Value> items() {
    if (json[at] != '[') {
      return List.of(this);
    }
    List<Value> items = new ArrayList<>();
    int next = at + 1;
    while (json[next] != ']') {
      Value item = at(json, next);
      items.add(item);
      next = Tokens.following(json, item.end);
    }
    return items;
  }
}
