package dev.larder.server.http;

import dev.larder.protocol.Ack;
import dev.larder.protocol.BatchAnswer;
import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.WriteAnswer;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.OnceKey;
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
import org.jspecify.annotations.Nullable;

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
    exchange.read(
        body -> new Asked(BatchReader.read(body, bounds), Once.of(exchange, body)),
        asked -> write(exchange, asked.merges(), asked.once(), ack));
  }

  /** A body, as it was read. */
  private record Asked(Map<DocName, List<Entry>> merges, @Nullable OnceKey once) {}

  private void write(
      Exchange exchange, Map<DocName, List<Entry>> merges, @Nullable OnceKey once, Ack ack) {
    merges.keySet().forEach(doc -> exchange.peer().checkName(doc.value()));
    exchange.about(merges.keySet().stream().map(DocName::value).collect(Collectors.joining(", ")));
    Map<DocName, Write> writes = new LinkedHashMap<>();
    merges.forEach((doc, entries) -> writes.put(doc, new Write.Merge(entries)));
    exchange.answerWith(written(writes, exchange.peer().who(), once, ack), BatchHandler::answer);
  }

  private CompletionStage<Map<DocName, Written>> written(
      Map<DocName, Write> writes, String who, @Nullable OnceKey once, Ack ack) {
    CompletionStage<Map<DocName, Written>> written = engine.write(writes, who, once);
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
    boolean replayed = written.values().stream().anyMatch(Written::replayed);
    return new Answer.Full(
        HttpResponseStatus.OK,
        MediaTypes.JSON,
        Messages.write(new BatchAnswer(answers)),
        Once.marked(replayed, headers -> {}));
  }
}
