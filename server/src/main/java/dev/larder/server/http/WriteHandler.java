package dev.larder.server.http;

import dev.larder.protocol.Ack;
import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Precondition;
import dev.larder.server.engine.Write;
import dev.larder.server.engine.Written;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.EntryReader;
import dev.larder.server.stats.JsonBounds;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Writes of a document's entries: {@code POST …/merge}, {@code PATCH}, {@code PUT} and {@code
 * DELETE}. They differ in what becomes of the body; all take {@code ?ack=} and the preconditions.
 */
final class WriteHandler implements Handler {
  private final Engine engine;
  private final JsonBounds bounds;
  private final Function<List<Entry>, Write> toWrite;

  /**
   * @param toWrite what the entries of the body are for
   */
  WriteHandler(Engine engine, Limits limits, Function<List<Entry>, Write> toWrite) {
    this.engine = engine;
    this.bounds = new JsonBounds(limits.jsonDepth(), limits.mergeEntries());
    this.toWrite = toWrite;
  }

  @Override
  public void handle(Exchange exchange) {
    DocName doc = DocName.parse(exchange.segment(2));
    Precondition precondition = Preconditions.ofWrite(exchange.head().headers());
    Ack ack = exchange.head().ack();
    exchange.read(
        body -> EntryReader.read(body, 0, body.length, bounds),
        entries -> write(engine, exchange, doc, toWrite.apply(entries), precondition, ack));
  }

  /** {@code DELETE}: a write without a body. */
  static Handler delete(Engine engine) {
    return exchange ->
        write(
            engine,
            exchange,
            DocName.parse(exchange.segment(2)),
            new Write.Delete(),
            Preconditions.ofWrite(exchange.head().headers()),
            exchange.head().ack());
  }

  /** Hands a write to the engine and answers as the client wanted it acknowledged. */
  static void write(
      Engine engine,
      Exchange exchange,
      DocName doc,
      Write write,
      Precondition precondition,
      Ack ack) {
    exchange.answerWith(written(engine, doc, write, precondition, ack), WriteHandler::answer);
  }

  /** Hands a write to the engine; done when it is acknowledged as the client wanted it. */
  static CompletionStage<Written> written(
      Engine engine, DocName doc, Write write, Precondition precondition, Ack ack) {
    CompletionStage<Written> written = engine.write(doc, write, precondition);
    return ack == Ack.DURABLE ? written : written.thenCompose(done -> published(engine, doc, done));
  }

  /** Done when the version is published, too. */
  static CompletionStage<Written> published(Engine engine, DocName doc, Written written) {
    return engine
        .publisher()
        .published(doc, written.version())
        .thenCompose(
            state ->
                state.problem() == null
                    ? CompletableFuture.completedStage(written)
                    : CompletableFuture.failedStage(new RefusedException(state.problem())));
  }

  static Answer answer(Written written) {
    return new Answer.Full(
        written.created() ? HttpResponseStatus.CREATED : HttpResponseStatus.OK,
        MediaTypes.JSON,
        Messages.write(written.answer()),
        DocumentHandler.etag(written.version()));
  }
}
