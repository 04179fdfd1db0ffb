package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import dev.larder.server.http.Events.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Documents that are watched, as it goes over the wire. */
@Timeout(120)
@SuppressWarnings("try") // closing a stream early is what is tested
class WatchTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  private final String doc = "d-" + UUID.randomUUID();
  private final String path = "/v1/stats/" + doc;
  private final String events = path + "/events";

  @Test
  void eachVersionIsToldOnceInOrderWithWhatChanged() throws IOException {
    merge("{\"a\": 1}");
    try (Events watching = Events.of(DAEMON, events)) {
      assertThat(watching.next("open").version()).isEqualTo(1);
      merge("{\"a\": 2, \"b\": {\"c\": 1}}");
      Event merged = watching.next("change");
      assertThat(merged.id()).isEqualTo("2");
      assertThat(merged.first()).isEqualTo(2);
      assertThat(merged.version()).isEqualTo(2);
      assertThat(merged.data().get("kind").asString()).isEqualTo("merge");
      assertThat(names(merged, "put")).containsExactly("a", "b");
      assertThat(merged.data().get("who").asString()).matches("pid [0-9]+ uid [0-9]+");
      assertThat(merged.data().has("entries")).isFalse();

      DAEMON.ask(Call.patch(doc, "{\"a\": null, \"c\": 3}")).has(200);
      Event patched = watching.next("change");
      assertThat(patched.data().get("kind").asString()).isEqualTo("patch");
      assertThat(names(patched, "put")).containsExactly("c");
      assertThat(names(patched, "removed")).containsExactly("a");

      DAEMON.ask(Call.put(path + "/settings", "{\"indent\": 1}")).has(200);
      assertThat(watching.next("change").data().get("kind").asString()).isEqualTo("settings");
    }
  }

  @Test
  void valuesAreToldToWhoAsksAsTheyStandInTheDocument() throws IOException {
    DAEMON
        .ask(Call.put(path + "/settings", "{\"rules\":[{\"at\":\"/n\",\"op\":\"sum\"}]}"))
        .has(201);
    merge("{\"n\": 0.10}");
    try (Events watching = Events.of(DAEMON, events + "?values=true")) {
      watching.next("open");
      merge("{\"n\": 0.20}");
      String line = watching.line();
      while (!line.startsWith("data: ")) {
        line = watching.line();
      }
      assertThat(line).endsWith(",\"entries\":{\"n\": 0.30}}");
      merge("{\"large\": " + "1".repeat(70_000) + "}");
      Event large = watching.next("change");
      assertThat(large.data().has("entries")).isFalse();
      assertThat(names(large, "put")).containsExactly("large");
    }
  }

  @Test
  void whoComesBackIsToldWhatItMissed() throws IOException {
    merge("{\"a\": 1}");
    merge("{\"b\": 1}");
    merge("{\"c\": 1}");
    try (Events watching = Events.of(DAEMON, Call.get(events).with("Last-Event-ID: 1"))) {
      assertThat(watching.next("change").version()).isEqualTo(2);
      assertThat(watching.next("change").version()).isEqualTo(3);
    }
    try (Events watching = Events.of(DAEMON, events + "?after=0")) {
      assertThat(watching.next("change").version()).isEqualTo(1);
    }
    try (Events watching = Events.of(DAEMON, events + "?after=3")) {
      merge("{\"d\": 1}");
      assertThat(watching.next("change").version()).isEqualTo(4);
    }
  }

  @Test
  void whoHasAnIdThatIsNotKnownIsToldToReload() throws IOException {
    merge("{\"a\": 1}");
    for (String id : List.of("99", "nonsense", "-1")) {
      try (Events watching = Events.of(DAEMON, Call.get(events).with("Last-Event-ID: " + id))) {
        Event reload = watching.next("reload");
        assertThat(reload.id()).isEqualTo(String.valueOf(reload.version()));
        merge("{\"a\": 1}");
        assertThat(watching.next("change").first()).isEqualTo(reload.version() + 1);
      }
    }
  }

  @Test
  void aDocumentMayComeGoAndComeAgainWhileItIsWatched() throws IOException {
    try (Events watching = Events.of(DAEMON, events)) {
      assertThat(watching.next("open").version()).isZero();
      merge("{\"a\": 1}");
      assertThat(watching.next("change").version()).isEqualTo(1);
      DAEMON.ask(Call.delete(path)).has(200);
      Event deleted = watching.next("change");
      assertThat(deleted.data().get("kind").asString()).isEqualTo("delete");
      assertThat(deleted.version()).isEqualTo(2);
      merge("{\"a\": 1}");
      assertThat(watching.next("change").version()).isEqualTo(3);
    }
  }

  @Test
  void ofVeryManyEntriesSomeAreNamedAndTheRestCounted() throws IOException {
    try (Events watching = Events.of(DAEMON, events)) {
      watching.next("open");
      merge(many(0, 300));
      Event change = watching.next("change");
      assertThat(names(change, "put")).hasSize(100);
      assertThat(change.data().get("more").asInt()).isEqualTo(200);
    }
  }

  @Test
  void whoReadsSlowlyGetsManyVersionsInOneOrIsToldToReload() throws Exception {
    int versions = 4000;
    try (Events slow = Events.of(DAEMON, events);
        Wire writer = DAEMON.connect()) {
      slow.next("open");
      // More than the sockets' buffers hold, as long as nobody reads.
      String name = "n".repeat(500);
      for (int i = 1; i <= versions; i++) {
        writer.ask(Call.merge(doc, "{\"" + name + "\": " + i + "}"));
      }
      long seen = 0;
      int told = 0;
      while (seen < versions) {
        Event event = slow.next();
        if (event.name().equals("change")) {
          assertThat(event.first()).isEqualTo(seen + 1);
        }
        assertThat(event.version()).isGreaterThan(seen);
        seen = event.version();
        told++;
      }
      assertThat(seen).isEqualTo(versions);
      assertThat(told).isLessThan(versions);
    }
  }

  @Test
  void streamsThatNobodyReadsTakeLittleMemory() throws Exception {
    List<Events> unread = new ArrayList<>();
    try (LiveDaemon daemon = LiveDaemon.startedIn(List.of("-Xmx64m"));
        Wire writer = daemon.connect()) {
      for (int i = 0; i < 200; i++) {
        unread.add(Events.of(daemon, events + "?values=true"));
      }
      // 4 MB of values, of which 200 readers with a queue each would have 800 MB.
      String value = "x".repeat(8000);
      int versions = 500;
      for (int i = 1; i <= versions; i++) {
        writer.ask(Call.merge(doc, "{\"a\": \"" + value + i + "\"}"));
      }
      assertThat(daemon.ask(Call.get(path)).has(200).header("ETag")).isEqualTo("\"500\"");
      Events one = unread.get(0);
      one.next("open");
      for (long seen = 0; seen < versions; ) {
        seen = one.next().version();
      }
    } finally {
      for (Events watching : unread) {
        watching.close();
      }
    }
  }

  @Test
  void aStreamWithoutNewsShowsThatItIsAlive() throws IOException {
    try (Events watching = Events.of(DAEMON, events)) {
      watching.next("open");
      assertThat(watching.line()).isEmpty(); // the end of the event
      assertThat(watching.line()).isEqualTo(":"); // 15 s later
    }
  }

  @Test
  void aStreamBeginsBehindTheAnswersBeforeIt() throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.send(Call.merge(doc, "{\"a\": 1}")).send(Call.get(path)).send(Call.get(events));
      assertThat(wire.reply().has(201).docVersion()).isEqualTo(1);
      assertThat(wire.reply().has(200).text()).isEqualTo("{\"a\": 1}");
      wire.replyToHead().has(200);
      merge("{\"a\": 2}");
      assertThat(wire.streamLine()).startsWith("retry:");
    }
  }

  @Test
  void aReadWaitsForAnotherVersion() throws IOException {
    merge("{\"a\": 1}");
    DAEMON.ask(Call.get(path + "?after=0&wait=60s")).has(200);
    try (Wire waiting = DAEMON.connect().send(Call.get(path + "?after=1&wait=60s"))) {
      merge("{\"a\": 2}");
      assertThat(waiting.reply().has(200).text()).isEqualTo("{\"a\": 2}");
    }
    try (Wire waiting =
        DAEMON.connect().send(Call.get(path + "?wait=1m").with("If-None-Match: \"2\""))) {
      merge("{\"a\": 3}");
      assertThat(waiting.reply().has(200).header("ETag")).isEqualTo("\"3\"");
    }
    Reply none = DAEMON.ask(Call.get(path + "?after=3&wait=10ms")).has(304);
    assertThat(none.header("ETag")).isEqualTo("\"3\"");
    DAEMON.ask(Call.get(path + "?after=3")).has(304);
  }

  @Test
  void aReadWaitsForADocumentThatIsNotThereYet() throws IOException {
    DAEMON.ask(Call.get(path + "?after=0&wait=10ms")).problem(ProblemKind.NOT_FOUND);
    DAEMON.ask(Call.get(path + "?after=7&wait=60s")).problem(ProblemKind.NOT_FOUND);
    try (Wire waiting = DAEMON.connect().send(Call.get(path + "?after=0&wait=60s"))) {
      merge("{\"a\": 1}");
      waiting.reply().has(200);
    }
  }

  @Test
  void nonsenseIsRefused() throws IOException {
    for (String query :
        List.of("wait=1s", "after=x", "after=1&wait=1h", "after=1&wait=301s", "after=1&wait=")) {
      DAEMON.ask(Call.get(path + "?" + query)).problem(ProblemKind.BAD_REQUEST);
    }
  }

  @Test
  void theLogTellsWhoWroteWhatTheNewestFirst() throws IOException {
    merge("{\"a\": 1}");
    merge("{\"b\": 1}");
    DAEMON.ask(Call.delete(path)).has(200);
    JsonNode log = DAEMON.ask(Call.get(path + "/log")).has(200).json();
    assertThat(log.get("version").asLong()).isEqualTo(3);
    List<String> kinds = new ArrayList<>();
    log.get("versions").forEach(version -> kinds.add(version.get("kind").asString()));
    assertThat(kinds).containsExactly("delete", "merge", "merge");
    assertThat(DAEMON.ask(Call.get(path + "/log?limit=1")).json().get("versions")).hasSize(1);
    DAEMON.ask(Call.get(path + "-none/log")).problem(ProblemKind.NOT_FOUND);
  }

  @Test
  void watchersOfOneDocumentAllSeeEveryVersionThoughSomeDoNotRead() throws Exception {
    List<Events> all = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        all.add(Events.of(DAEMON, events));
      }
      int versions = 300;
      try (Wire writer = DAEMON.connect()) {
        for (int i = 1; i <= versions; i++) {
          writer.ask(Call.merge(doc, "{\"e" + i % 7 + "\": " + i + "}"));
        }
      }
      for (Events watching : all.subList(10, 500)) { // the first ten do not read
        watching.next("open");
        long seen = 0;
        while (seen < versions) {
          Event event = watching.next();
          assertThat(event.name()).isIn("change", "reload");
          if (event.name().equals("change")) {
            assertThat(event.first()).isEqualTo(seen + 1);
          }
          seen = event.version();
        }
      }
    } finally {
      for (Events watching : all) {
        watching.close();
      }
    }
  }

  private void merge(String json) throws IOException {
    assertThat(DAEMON.ask(Call.merge(doc, json)).status()).isIn(200, 201);
  }

  private static String many(int from, int to) {
    StringBuilder json = new StringBuilder("{");
    for (int i = from; i < to; i++) {
      json.append(i == from ? "" : ",").append("\"e").append(i).append("\":1");
    }
    return json.append('}').toString();
  }

  private static List<String> names(Event event, String member) {
    List<String> names = new ArrayList<>();
    event.data().get(member).forEach(name -> names.add(name.asString()));
    return names;
  }
}
