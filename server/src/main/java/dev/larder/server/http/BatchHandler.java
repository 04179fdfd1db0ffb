package dev.larder.server.http;

import dev.larder.protocol.Ack;
import dev.larder.protocol.BatchAnswer;
import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import dev.larder.protocol.WriteAnswer;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Write;
import dev.larder.server.engine.Written;
import dev.larder.server.stats.BatchReader;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.JsonBounds;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code POST /v1/batch}: merges into several documents, all of them or none. */
final class BatchHandler implements Handler {
  private final Engine engine;
  private final JsonBounds bounds;

  BatchHandler(Engine engine, Limits limits) {
    this.engine = engine;
    this.bounds = new JsonBounds(limits.jsonDepth(), limits.mergeEntries());
  }

  @Override
  public void handle(Exchange exchange) {
    Ack ack = exchange.head().ack();
    exchange.read(body -> BatchReader.read(body, bounds), merges -> write(exchange, merges, ack));
  }

  private void write(Exchange exchange, Map<DocName, List<Entry>> merges, Ack ack) {
    merges.keySet().forEach(doc -> exchange.peer().checkName(doc.value()));
    exchange.about(merges.keySet().stream().map(DocName::value).collect(Collectors.joining(", ")));
    Map<DocName, Write> writes = new LinkedHashMap<>();
    merges.forEach((doc, entries) -> writes.put(doc, new Write.Merge(entries)));
    exchange.answerWith(written(writes, ack), BatchHandler::answer);
  }

  private CompletionStage<Map<DocName, Written>> written(Map<DocName, Write> writes, Ack ack) {
    CompletionStage<Map<DocName, Written>> written = engine.write(writes);
    return ack == Ack.DURABLE ? written : written.thenCompose(this::published);
  }

  private CompletionStage<Map<DocName, Written>> published(Map<DocName, Written> all) {
    CompletionStage<?> each = CompletableFuture.completedStage(null);
    for (Map.Entry<DocName, Written> one : all.entrySet()) {
      each = each.thenCompose(last -> WriteHandler.published(engine, one.getKey(), one.getValue()));
    }
    return each.thenApply(last -> all);
  }

  private static Answer answer(Map<DocName, Written> written) {
    Map<String, WriteAnswer> answers = new LinkedHashMap<>();
    written.forEach((doc, one) -> answers.put(doc.value(), one.answer()));
    return Answer.message(HttpResponseStatus.OK, new BatchAnswer(answers));
  }
}
