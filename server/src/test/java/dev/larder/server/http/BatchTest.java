package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Limits;
import dev.larder.protocol.ProblemKind;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/batch}. */
@Timeout(120)
@SuppressWarnings("try") // waiting for a daemon may be interrupted
class BatchTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with("--max-entries", "1000");

  @Test
  void eachDocumentHasOneVersionMore() throws Exception {
    DAEMON.ask(Call.merge("timings", "{\"a\": 1, \"b\": 2}")).has(201);

    JsonNode documents =
        DAEMON
            .ask(batch("{\"timings\": {\"a\": 3}, \"failures\": {\"a\": true, \"c\": false}}"))
            .has(200)
            .json()
            .get("documents");

    assertThat(documents.toString())
        .isEqualTo(
            "{\"timings\":{\"version\":2,\"entries\":2,\"bytes\":16},"
                + "\"failures\":{\"version\":1,\"entries\":2,\"bytes\":23}}");
    assertThat(text("timings")).isEqualTo("{\"a\": 3, \"b\": 2}");
    assertThat(text("failures")).isEqualTo("{\"a\": true, \"c\": false}");
  }

  @Test
  void oneRefusedMergeRefusesAllOfThemAndIsNamed() throws Exception {
    DAEMON
        .ask(
            Call.put(
                "/v1/stats/summed/settings", "{\"rules\": [{\"at\": \"/*\", \"op\": \"sum\"}]}"))
        .has(201);
    DAEMON.ask(Call.merge("summed", "{\"n\": 1}")).has(200);
    DAEMON.ask(Call.merge("first", "{\"kept\": 1}")).has(201);

    JsonNode problem =
        DAEMON
            .ask(
                batch(
                    "{\"first\": {\"kept\": 2}, \"fresh\": {\"x\": 1},"
                        + " \"summed\": {\"n\": \"text\"}, \"last\": {}}"))
            .problem(ProblemKind.RULE_NOT_APPLICABLE);

    assertThat(problem.get("document").asString()).isEqualTo("summed");
    assertThat(problem.get("pointer").asString()).isEqualTo("/n");
    assertThat(problem.get("detail").asString()).startsWith("Document 'summed': ");
    assertThat(text("first")).isEqualTo("{\"kept\": 1}");
    assertThat(text("summed")).isEqualTo("{\"n\": 1}");
    DAEMON.ask(Call.get("/v1/stats/fresh")).problem(ProblemKind.NOT_FOUND);
    // Also the counts: nothing was written in between.
    assertThat(DAEMON.ask(Call.merge("first", "{}")).has(200).header("ETag")).isEqualTo("\"2\"");
    assertThat(DAEMON.ask(Call.merge("fresh", "{}")).has(201).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void aBatchIsThereAfterAKill() throws Exception {
    DAEMON.ask(batch("{\"killed-a\": {\"n\": 1}, \"killed-b\": {\"n\": 2}}")).has(200);
    DAEMON.ask(batch("{\"killed-b\": {\"m\": 3}, \"killed-a\": {\"m\": 4}}")).has(200);
    DAEMON.killAndStartAgain();
    assertThat(text("killed-a")).isEqualTo("{\"n\": 1, \"m\": 4}");
    assertThat(text("killed-b")).isEqualTo("{\"n\": 2, \"m\": 3}");
    assertThat(DAEMON.ask(Call.get("/v1/stats/killed-a")).header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void publishedMeansAllOfThem() throws Exception {
    DAEMON
        .ask(
            Call.post("/v1/batch?ack=published")
                .json("{\"merges\": {\"pub-a\": {\"n\": 1}, \"pub-b\": {\"n\": 2}}}"))
        .has(200);
    Path stats = DAEMON.root().resolve("stats");
    assertThat(stats.resolve("pub-a.json")).hasContent("{\"n\": 1}");
    assertThat(stats.resolve("pub-b.json")).hasContent("{\"n\": 2}");
  }

  @Test
  void whatIsNoBatchIsRefusedInWords() throws Exception {
    for (String body :
        new String[] {
          "{}",
          "{\"merges\": {}}",
          "{\"merges\": 1}",
          "{\"merges\": {\"a\": 1}}",
          "{\"merges\": {\"a\": {}}, \"more\": 1}",
          "{\"timings\": {\"a\": 1}}"
        }) {
      DAEMON.ask(Call.post("/v1/batch").json(body)).problem(ProblemKind.BAD_MESSAGE);
    }
    DAEMON.ask(batch("{\"..\": {}}")).problem(ProblemKind.BAD_NAME);
    DAEMON.ask(batch("{\"a\": {}, \"a\": {}}")).problem(ProblemKind.BAD_JSON);
    DAEMON.ask(batch("{\"a\": {\"x\": 1, \"x\": 2}}")).problem(ProblemKind.BAD_JSON);
  }

  @Test
  void itsDocumentsAndAllTheirEntriesAreBounded() throws Exception {
    String documents =
        IntStream.rangeClosed(0, Limits.BATCH_DOCUMENTS)
            .mapToObj(i -> "\"d" + i + "\": {}")
            .collect(Collectors.joining(", ", "{", "}"));
    DAEMON.ask(batch(documents)).problem(ProblemKind.TOO_LARGE);

    DAEMON
        .ask(batch("{\"half-a\": " + entries(500) + ", \"half-b\": " + entries(500) + "}"))
        .has(200);
    JsonNode problem =
        DAEMON
            .ask(batch("{\"half-a\": " + entries(500) + ", \"half-b\": " + entries(501) + "}"))
            .problem(ProblemKind.TOO_LARGE);
    assertThat(problem.get("document").asString()).isEqualTo("half-b");
  }

  private static String entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"e" + i + "\": " + i)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static Call batch(String merges) {
    return Call.post("/v1/batch").json("{\"merges\": " + merges + "}");
  }

  private static String text(String doc) throws Exception {
    return DAEMON.ask(Call.get("/v1/stats/" + doc)).has(200).text();
  }
}
