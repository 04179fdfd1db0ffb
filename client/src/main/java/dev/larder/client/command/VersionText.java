package dev.larder.client.command;

import dev.larder.protocol.DocumentEvent.Change;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A version of a document in words, for a person. Any thread may call it. */
final class VersionText {
  /** Names in one line; more are counted. */
  private static final int NAMES = 5;

  private static final int NAME_CHARS = 40;
  private static final String SEVERAL = "several";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private VersionText() {}

  /** All of it in one line. */
  static String line(Change change) {
    return String.join(
        "  ", versions(change), when(change.at()), kind(change), who(change), entries(change));
  }

  static String versions(Change change) {
    return change.first() == change.version()
        ? Long.toString(change.version())
        : change.first() + "-" + change.version();
  }

  static String when(Instant at) {
    return TIME.format(at.atZone(ZoneId.systemDefault()));
  }

  static String kind(Change change) {
    return change.kind() == null ? SEVERAL : change.kind();
  }

  static String who(Change change) {
    return change.who() == null ? SEVERAL : change.who();
  }

  /** The names, those of removed entries with a minus before them. */
  static String entries(Change change) {
    List<String> names = new ArrayList<>();
    change.put().forEach(name -> names.add(shown(name)));
    change.removed().forEach(name -> names.add("-" + shown(name)));
    long more = change.more() + Math.max(0, names.size() - NAMES);
    String some = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
    return more == 0 ? some : some + (some.isEmpty() ? "" : ", ") + more + " more";
  }

  /** A name may hold anything, and a terminal is not to obey it. */
  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= NAME_CHARS ? plain : plain.substring(0, NAME_CHARS - 1) + "…";
  }
}
