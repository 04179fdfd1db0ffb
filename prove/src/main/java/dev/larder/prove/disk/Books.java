package dev.larder.prove.disk;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the clients of a root know: of each entry and each result which states are allowed, from
 * what was answered, refused, and sent without an answer. One client at a time for each name.
 */
final class Books {
  /** Stands for "not there". */
  private static final String ABSENT = "";

  /** By document and entry. */
  private final Map<String, Map<String, Set<String>>> entries = new TreeMap<>();

  /** By name and key: the text of the content. */
  private final Map<String, Set<String>> results = new TreeMap<>();

  /** The same books, to go on with by themselves. */
  Books copy() {
    Books copy = new Books();
    entries.forEach(
        (doc, members) ->
            members.forEach((entry, allowed) -> copy.states(doc, entry).addAll(allowed)));
    results.forEach((id, allowed) -> copy.results.put(id, new TreeSet<>(allowed)));
    return copy;
  }

  /** How a request ended for its client. */
  enum Ending {
    /** Answered as done. */
    DONE,
    /** Answered as undone, or refused. */
    UNDONE,
    /** Not answered, or with an error that says neither. */
    UNKNOWN
  }

  /** A request that sets an entry has ended. */
  void set(String doc, String entry, String json, Ending ending) {
    ended(states(doc, entry), json, ending);
  }

  /** A request that removes a document has ended. */
  void removed(String doc, Ending ending) {
    entries.getOrDefault(doc, Map.of()).values().forEach(states -> ended(states, ABSENT, ending));
  }

  /** A request that makes a result has ended. */
  void built(String id, String text, Ending ending) {
    ended(results.computeIfAbsent(id, any -> new TreeSet<>(Set.of(ABSENT))), text, ending);
  }

  /** A request that drops a result has ended. */
  void dropped(String id, Ending ending) {
    built(id, ABSENT, ending);
  }

  /** A full disk evicts what is not pinned. */
  void mayEvict() {
    results.values().forEach(states -> states.add(ABSENT));
  }

  private static void ended(Set<String> states, String next, Ending ending) {
    if (ending == Ending.DONE) {
      states.clear();
    }
    if (ending != Ending.UNDONE) {
      states.add(next);
    }
  }

  private Set<String> states(String doc, String entry) {
    Set<String> fresh = new TreeSet<>(Set.of(ABSENT));
    return entries
        .computeIfAbsent(doc, any -> new TreeMap<>())
        .computeIfAbsent(entry, any -> fresh);
  }

  /** How many entries and results must be there. */
  int promised() {
    long sure =
        entries.values().stream()
            .flatMap(members -> members.values().stream())
            .filter(states -> !states.contains(ABSENT))
            .count();
    return (int) (sure + results.values().stream().filter(s -> !s.contains(ABSENT)).count());
  }

  /** What the daemon tells that is not allowed; null if there is nothing. */
  @Nullable String broken(Daemon daemon) throws IOException {
    try (Wire wire = Wire.to(daemon.socket())) {
      for (var document : entries.entrySet()) {
        String broken = broken(wire, document.getKey(), document.getValue());
        if (broken != null) {
          return broken;
        }
      }
      for (var result : results.entrySet()) {
        Reply reply = wire.ask(Request.get("/v1/workspaces/" + result.getKey()));
        boolean ready =
            reply.status() == 200 && reply.json().path("state").asString().equals("ready");
        Path content = daemon.root().resolve("workspaces/" + result.getKey() + "/content");
        String found = ready ? text(content) : ABSENT;
        if (!result.getValue().contains(found)) {
          return told("result " + result.getKey(), result.getValue(), found);
        }
      }
      return null;
    }
  }

  private static @Nullable String broken(Wire wire, String doc, Map<String, Set<String>> members)
      throws IOException {
    Reply reply = wire.ask(Request.get("/v1/stats/" + doc));
    if (reply.status() != 200 && reply.status() != 404) {
      return "GET of " + doc + " is answered with " + reply.status();
    }
    JsonNode json = reply.status() == 404 ? JsonMapper.shared().createObjectNode() : reply.json();
    for (var member : members.entrySet()) {
      JsonNode value = json.get(member.getKey());
      String found = value == null ? ABSENT : value.toString();
      if (!member.getValue().contains(found)) {
        return told("entry " + member.getKey() + " of " + doc, member.getValue(), found);
      }
    }
    for (String name : json.propertyNames()) {
      if (!members.containsKey(name)) {
        return "entry " + name + " of " + doc + " was never sent";
      }
    }
    return null;
  }

  /** A file's text, or a folder's files' texts in the order of their names. */
  static String text(Path content) throws IOException {
    if (!Files.isDirectory(content)) {
      return Files.readString(content);
    }
    var text = new StringBuilder();
    try (var files = Files.walk(content)) {
      for (Path file : files.filter(Books::isFile).sorted().toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String told(String what, Set<String> allowed, String found) {
    return what + " is " + cut(found) + ", allowed: " + allowed.stream().map(Books::cut).toList();
  }

  private static String cut(String text) {
    return text.isEmpty() ? "absent" : text.substring(0, Math.min(60, text.length()));
  }
}
