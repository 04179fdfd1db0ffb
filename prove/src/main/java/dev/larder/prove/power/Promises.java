package dev.larder.prove.power;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What must hold of the daemon that starts after the power went at one place of a session.
 *
 * @param cut the line of the trace before which it went
 * @param disk what was on the disk before that daemon started
 */
record Promises(Session session, int cut, Tree disk) {
  /** How many answered keys are sent again; those of the newest writes. */
  private static final int REPEATS = 4;

  /**
   * Checks a daemon that has recovered, and stops it.
   *
   * @throws Broken if a promise does not hold
   * @throws IOException if it could not be asked
   */
  void check(Daemon daemon) throws Broken, IOException, InterruptedException {
    try (Wire wire = Wire.to(daemon.socket())) {
      Map<String, Long> versions = documents(wire);
      batchesAreWhole(versions);
      for (String doc : history().documents()) {
        published(doc, versions.getOrDefault(doc, 0L));
      }
      results(wire);
      repeats(wire, versions);
      fences(daemon);
      goesOn(wire, daemon);
    }
    int exit = daemon.stop();
    that(exit == 0, "the recovered daemon stopped with " + exit);
  }

  private History history() {
    return session.history();
  }

  private Recording recording() {
    return session.recording();
  }

  /** Every document is at a version that was asked for, with just its content. */
  private Map<String, Long> documents(Wire wire) throws Broken, IOException {
    Map<String, Long> versions = new TreeMap<>();
    for (String doc : history().documents()) {
      Reply reply = wire.ask(Request.get("/v1/stats/" + doc));
      long answered = history().answered(doc, recording(), cut, false);
      long version = reply.status() == 404 ? removedAt(wire, doc) : reply.has(200).version();
      that(
          version >= answered,
          doc + " is at version " + version + ", and " + answered + " had been answered");
      History.Version known = history().versions(doc).get(version);
      if (known == null) {
        that(
            version == 0 && reply.status() == 404,
            doc + " is at version " + version + ", which was never written");
        continue;
      }
      for (var written : history().versions(doc).headMap(version, true).entrySet()) {
        that(
            written.getValue().step().isSent(recording(), cut),
            doc + " has version " + written.getKey() + ", which had not been asked for");
      }
      JsonNode content = reply.status() == 404 ? null : reply.json();
      that(
          same(content, known.state().content()),
          doc
              + " at version "
              + version
              + " is "
              + content
              + " instead of "
              + known.state().content());
      if (content != null) {
        int indent =
            wire.ask(Request.get("/v1/stats/" + doc + "/settings"))
                .has(200)
                .json()
                .path("indent")
                .asInt(0);
        that(
            indent == known.state().indent(),
            doc
                + " at version "
                + version
                + " has indent "
                + indent
                + " instead of "
                + known.state().indent());
      }
      versions.put(doc, version);
    }
    return versions;
  }

  /**
   * At which version a document was removed; 0 if it never was there. Only the daemon can tell: a
   * removal that was asked for may have been done or not where an earlier one had been done before.
   */
  private static long removedAt(Wire wire, String doc) throws IOException {
    Reply log = wire.ask(Request.get("/v1/stats/" + doc + "/log"));
    return log.status() == 404 ? 0 : log.has(200).json().get("version").asLong();
  }

  private void batchesAreWhole(Map<String, Long> versions) throws Broken {
    for (Step step : history().steps()) {
      long there =
          step.versions().entrySet().stream()
              .filter(part -> part.getValue() <= versions.getOrDefault(part.getKey(), 0L))
              .count();
      that(
          there == 0 || there == step.edits().size(),
          "of the batch " + step.request() + " one part is there: " + versions);
    }
  }

  /** The plain file, as a reader finds it before any daemon runs again. */
  private void published(String doc, long recovered) throws Broken {
    byte[] bytes = disk.bytes("root/stats/" + doc + ".json");
    long promised = history().answered(doc, recording(), cut, true);
    JsonNode content;
    try {
      content = bytes == null ? null : JsonMapper.shared().readTree(bytes);
    } catch (JacksonException e) {
      throw new Broken("the published file of " + doc + " is not JSON: " + e.getOriginalMessage());
    }
    long version = history().newestLike(doc, content, recovered);
    that(
        bytes == null || version > 0,
        "the published file of "
            + doc
            + " holds what no version up to the recovered "
            + recovered
            + " was: "
            + content);
    that(
        version >= promised,
        "the published file of "
            + doc
            + " is of version "
            + version
            + ", and "
            + promised
            + " had been answered as published");
  }

  /** Every result is whole or not there, and is there if that had been told. */
  private void results(Wire wire) throws Broken, IOException {
    for (Build build : history().builds()) {
      Reply reply = wire.ask(Request.get("/v1/workspaces/" + build.id()));
      boolean isReady =
          reply.status() == 200 && reply.json().get("state").asString().equals("ready");
      boolean isForgetting = build.forgotten() != null && isSent(build.forgotten());
      boolean isForgotten = build.forgotten() != null && isTold(build.forgotten());
      if (isTold(build.committed()) && !isForgetting) {
        that(isReady, build.id() + " had been committed, and is not there: " + reply.text());
      }
      that(!(isReady && isForgotten), build.id() + " had been removed, and is there again");
      if (isReady) {
        that(
            reply.json().get("digest").asString().equals(build.digest()),
            build.id() + " has another digest: " + reply.text());
        Tree found = Tree.read(Path.of(reply.json().get("path").asString()));
        that(
            found.isLike(build.content()),
            build.id() + " is not what was built: " + found.items().keySet());
      }
    }
  }

  private boolean isTold(Line.Place answer) {
    return recording().isTold(answer.connection(), answer.answer(), cut);
  }

  private boolean isSent(Line.Place answer) {
    return recording().isTold(answer.connection(), answer.answer() - 1, cut);
  }

  /** A write that is there, and had a key, is not done again: it gets its first answer. */
  private void repeats(Wire wire, Map<String, Long> versions) throws Broken, IOException {
    for (Step step : toRepeat(versions)) {
      Reply again = wire.ask(step.request());
      that(
          again.status() == step.reply().status() && again.text().equals(step.reply().text()),
          "the repeat of "
              + step.request()
              + " with key "
              + step.key()
              + " was answered with "
              + again.status()
              + " "
              + again.text()
              + " instead of "
              + step.reply().text());
    }
    for (var version : versions.entrySet()) {
      Reply now = wire.ask(Request.get("/v1/stats/" + version.getKey()));
      that(
          now.status() == 404 || now.version() == version.getValue(),
          "a repeat changed "
              + version.getKey()
              + " from version "
              + version.getValue()
              + " to "
              + now.version());
    }
  }

  /** All writes that are there and had not been answered, and the newest that had. */
  private List<Step> toRepeat(Map<String, Long> versions) {
    List<Step> chosen = new ArrayList<>();
    NavigableMap<Integer, Step> answered = new TreeMap<>();
    for (Step step : history().steps()) {
      var version = step.versions().entrySet().iterator().next();
      boolean isThere = version.getValue() <= versions.getOrDefault(version.getKey(), 0L);
      if (step.key() == null || !isThere) {
        continue;
      }
      if (step.isAnswered(recording(), cut)) {
        answered.put(
            recording().told().get(step.place().connection()).get(step.place().answer()), step);
      } else {
        chosen.add(step);
      }
    }
    answered.descendingMap().values().stream().limit(REPEATS).forEach(chosen::add);
    return chosen;
  }

  private void fences(Daemon daemon) throws Broken, IOException {
    try (Wire stream = Wire.to(daemon.socket())) {
      long fence =
          stream.open(Request.build("probe/key").json("{}")).next("granted").get("fence").asLong();
      long before = recording().fenceAt(cut).orElse(0L);
      that(fence > before, "fence " + fence + " was granted after " + before);
    }
  }

  private void goesOn(Wire wire, Daemon daemon) throws Broken, IOException {
    Reply reply =
        wire.ask(
            new Request(
                    "POST",
                    "/v1/stats/probe/merge?ack=published",
                    List.of("Host: larder", "Content-Type: application/json"),
                    new byte[0])
                .body(Effect.text("{\"x\":1}")));
    that(
        reply.status() == 201,
        "the recovered daemon answers a write with " + reply.status() + " " + reply.text());
    Path file = daemon.root().resolve("stats/probe.json");
    that(
        JsonMapper.shared().readTree(Files.readAllBytes(file)).path("x").asInt() == 1,
        "what was published after the recovery is not in " + file);
  }

  private static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
    return java.util.Objects.equals(one, other);
  }

  private static void that(boolean holds, String otherwise) throws Broken {
    if (!holds) {
      throw new Broken(otherwise);
    }
  }
}
