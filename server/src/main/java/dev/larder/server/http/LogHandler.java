package dev.larder.server.http;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentEvent;
import dev.larder.protocol.Limits;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.StatsLog;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Version;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code GET /v1/stats/{doc}/log}: the last versions of a document, the newest first. */
final class LogHandler implements Handler {
  private static final int USUAL = 100;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final Engine engine;

  LogHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    DocName doc = DocName.parse(exchange.segment(2));
    int limit = exchange.head().parameter("limit").map(LogHandler::limit).orElse(USUAL);
    exchange.answerWith(
        engine.overview(overview -> overview.feed().log(doc)),
        log ->
            Answer.message(
                HttpResponseStatus.OK, new StatsLog(log.current(), newest(log.events(), limit))));
  }

  private static int limit(String text) {
    int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > Limits.LOG_VERSIONS) {
      throw new RefusedException(
          new Problem.BadRequest(
              "'limit=" + text + "' is not a number of versions.",
              "Give 1 to " + Limits.LOG_VERSIONS + "."));
    }
    return limit;
  }

  private static List<DocumentEvent.Change> newest(List<Version> versions, int limit) {
    List<DocumentEvent.Change> newest = new ArrayList<>();
    for (int at = versions.size() - 1; at >= 0 && newest.size() < limit; at--) {
      newest.add(DocumentTopic.message(Versions.of(versions.get(at))));
    }
    return newest;
  }
}
