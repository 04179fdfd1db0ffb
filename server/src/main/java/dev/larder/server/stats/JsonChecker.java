package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a JSON text once, refuses it at the first byte that is wrong, and has the members of
 * the outermost object cut on the way. The grammar is that of RFC 8259; names must differ within an
 * object.
 *
 * <p>Jackson's parser was measured for this place first. Over bytes it copies its table of names
 * for every body that brings a new one, which takes a hundred times as long as the parsing; without
 * that table it decodes the text to characters and cannot name the byte of every fault; and the
 * text has to be gone over again for what it lets pass, and to be cut. The tests hold this class
 * against it. One thread.
 */
final class JsonChecker {
  private static final int OUTERMOST = 1;

  private final Text text;
  private final String what;
  private final JsonBounds bounds;
  private final StringChecker strings;
  private final WordChecker words;
  private final MemberCutter cutter;
  private final Set<String> entryNames = new HashSet<>();

  /** Of the nested object that is open at each depth. */
  private final List<UniqueNames> namesByDepth = new ArrayList<>();

  private int at;
  private int depth;

  /** Starts before the first byte; {@code what} is the text's name in a refusal. */
  JsonChecker(Text text, String what, JsonBounds bounds) {
    this.text = text;
    this.what = what;
    this.bounds = bounds;
    this.strings = new StringChecker(text);
    this.words = new WordChecker(text);
    this.cutter = new MemberCutter(text.bytes);
    this.at = text.from;
  }

  /** Checks the whole text and cuts its members. */
  List<Entry> entries() {
    if (text.at(at) == 0xEF && text.at(at + 1) == 0xBB && text.at(at + 2) == 0xBF) {
      throw text.fault("A byte order mark (RFC 8259, section 8.1, forbids it)", at);
    }
    skipSpace();
    int first = text.at(at);
    value();
    skipSpace();
    if (text.at(at) != Text.END) {
      throw text.expected("the end of the text", at);
    }
    if (first != '{') {
      throw new RefusedException(new Problem.NotAnObject(what, Tokens.kind(first)));
    }
    return cutter.entries();
  }

  private void value() {
    switch (text.at(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> at = strings.end(at);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> at = words.numberEnd(at);
      default -> at = words.literalEnd(at);
    }
  }

  private void object() {
    open();
    UniqueNames names = depth > OUTERMOST ? namesAtDepth() : null;
    if (text.at(at) == '}') {
      at++;
    } else {
      do {
        member(names);
      } while (another('}', "',' or '}'"));
    }
    depth--;
  }

  /** A member of a nested object, or with null one of the outermost. */
  private void member(@Nullable UniqueNames names) {
    int nameAt = at;
    if (text.at(at) != '"') {
      throw text.expected("a name in double quotes", at);
    }
    int nameEnd = strings.end(at);
    boolean hasEscape = strings.sawEscape();
    at = nameEnd;
    skipSpace();
    if (text.at(at) != ':') {
      throw text.expected("':'", at);
    }
    separator();
    if (names == null) {
      entry(nameAt, nameEnd, hasEscape);
    } else if (names.add(nameAt, nameEnd, hasEscape)) {
      value();
    } else {
      throw duplicate(nameAt, nameEnd);
    }
  }

  private void entry(int nameAt, int nameEnd, boolean hasEscape) {
    String name = Tokens.decode(text.bytes, nameAt, nameEnd, hasEscape);
    if (!entryNames.add(name)) {
      throw duplicate(nameAt, nameEnd);
    }
    if (entryNames.size() > bounds.maxEntries()) {
      throw new RefusedException(
          new Problem.TooLarge("number of entries in the " + what, bounds.maxEntries(), "entries"));
    }
    int valueAt = at;
    cutter.startValue();
    value();
    cutter.cut(name, nameAt, nameEnd, valueAt, at);
  }

  private RefusedException duplicate(int nameAt, int nameEnd) {
    String name = Tokens.decode(text.bytes, nameAt, nameEnd);
    return text.fault("The name \"" + name + "\" stands twice in one object", nameAt);
  }

  private void array() {
    open();
    if (text.at(at) == ']') {
      at++;
    } else {
      do {
        value();
      } while (another(']', "',' or ']'"));
    }
    depth--;
  }

  /** Goes to the first item, or to the closing bracket. */
  private void open() {
    if (depth == bounds.maxDepth()) {
      throw text.fault("Nesting deeper than " + depth + " levels", at);
    }
    depth++;
    at++;
    skipSpace();
  }

  /**
   * For the nested object that was just opened; what is left of the last one there is forgotten.
   */
  private UniqueNames namesAtDepth() {
    int index = depth - OUTERMOST - 1;
    while (index >= namesByDepth.size()) {
      namesByDepth.add(new UniqueNames(text.bytes));
    }
    UniqueNames names = namesByDepth.get(index);
    names.clear();
    return names;
  }

  /** Goes to the next item, or behind the closing bracket. */
  private boolean another(char close, String expected) {
    skipSpace();
    int next = text.at(at);
    if (next == ',') {
      separator();
      return true;
    }
    if (next != close) {
      throw text.expected(expected, at);
    }
    at++;
    return false;
  }

  /** Goes behind a comma or a colon, and the space that follows it. */
  private void separator() {
    at++;
    cutter.separator(text.at(at) == ' ');
    skipSpace();
  }

  private void skipSpace() {
    int start = at;
    while (isSpace(text.at(at))) {
      at++;
    }
    cutter.space(at - start);
  }

  private static boolean isSpace(int b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
