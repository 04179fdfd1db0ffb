package dev.larder.server.http;

import dev.larder.protocol.DocName;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.DocumentView;
import dev.larder.server.engine.DocumentView.Want;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Precondition;
import dev.larder.server.stats.Layout;
import dev.larder.server.stats.Pointer;
import dev.larder.server.stats.Snapshot;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code GET} and {@code HEAD /v1/stats/{doc}}: a document, or a part of it by JSON Pointer; with
 * {@code wait}, not before it is at another version than the client's.
 */
final class DocumentHandler implements Handler {
  /** Documents up to this size are rendered at once, larger ones as the client reads, in bytes. */
  private static final int WHOLE_BYTES = 64 * 1024;

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

  /** Of who has no version yet. */
  private static final Precondition AFTER_NONE = after(0);

  private final Engine engine;

  DocumentHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    DocName doc = DocName.parse(exchange.segment(2));
    Precondition unless = unless(exchange);
    Optional<Pointer> pointer =
        exchange.head().parameter("pointer").map(Pointer::parse).filter(p -> !p.isWholeDocument());
    Want want =
        pointer.isPresent() ? new Want.One(pointer.get().first()) : new Want.Entries(unless);
    Optional<Long> waitMs = WaitParameter.ms(exchange);
    if (waitMs.isEmpty()) {
      exchange.answerWith(
          engine.read(doc, want), view -> answer(exchange, doc, view, unless, pointer));
      return;
    }
    if (unless.equals(Precondition.NONE)) {
      throw new RefusedException(
          new Problem.BadRequest(
              "The parameter 'wait' says how long, but not for what.",
              "Give after=VERSION, or If-None-Match, with the version that you have."));
    }
    WaitingRead.begin(
        exchange,
        new DocumentTopic(engine, doc, false),
        waitMs.get(),
        new Later(exchange, doc, want, unless, pointer));
  }

  /** A read that waits: for a version at which the client's condition holds. */
  private final class Later implements WaitingRead.Reading {
    private final Exchange exchange;
    private final DocName doc;
    private final Want want;
    private final Precondition unless;
    private final Optional<Pointer> pointer;

    Later(
        Exchange exchange, DocName doc, Want want, Precondition unless, Optional<Pointer> pointer) {
      this.exchange = exchange;
      this.doc = doc;
      this.want = want;
      this.unless = unless;
      this.pointer = pointer;
    }

    @Override
    public CompletionStage<DocumentView> read() {
      return engine.read(doc, want);
    }

    @Override
    public boolean isNew(DocumentView view) {
      return unless.holds(view.version());
    }

    @Override
    public boolean waitsForFirst() {
      return unless.equals(AFTER_NONE);
    }

    @Override
    public Answer answer(DocumentView view) {
      return DocumentHandler.answer(exchange, doc, view, unless, pointer);
    }
  }

  /** What the client has: by {@code after}, which a browser's address line can say too. */
  private static Precondition unless(Exchange exchange) {
    Precondition byHeader = Preconditions.ofRead(exchange.head().headers());
    Optional<String> after = exchange.head().parameter("after");
    if (after.isEmpty()) {
      return byHeader;
    }
    if (!byHeader.equals(Precondition.NONE) || !VERSION.matcher(after.get()).matches()) {
      throw new RefusedException(
          new Problem.BadRequest(
              "'after=" + after.get() + "' is not a version, or If-None-Match is given too.",
              "Give one of the two; after=0 stands for a document that is not there yet."));
    }
    return after(Long.parseLong(after.get()));
  }

  private static Precondition after(long version) {
    return new Precondition(Precondition.Kind.AT_NONE_OF, Set.of(version), "after=" + version);
  }

  private static Answer answer(
      Exchange exchange,
      DocName doc,
      DocumentView view,
      Precondition unless,
      Optional<Pointer> pointer) {
    return unless.holds(view.version())
        ? found(exchange, doc, view, pointer)
        : Answer.empty(HttpResponseStatus.NOT_MODIFIED, etag(view.version()));
  }

  private static Answer found(
      Exchange exchange, DocName doc, DocumentView view, Optional<Pointer> pointer) {
    if (pointer.isPresent()) {
      return part(exchange, view, pointer.get());
    }
    Snapshot snapshot = view.snapshot();
    if (snapshot == null) {
      throw new IllegalStateException("A read of a whole document came without its entries");
    }
    Layout layout = Layout.of(view.settings().indent());
    long length = snapshot.renderedBytes(layout);
    if (exchange.isHead()) {
      return new Answer.HeadOnly(MediaTypes.JSON, length, etag(view.version()));
    }
    if (snapshot.bytes() <= WHOLE_BYTES && length >= 0) {
      ByteBuffer whole = ByteBuffer.allocate((int) length);
      snapshot.render(layout).read(whole);
      return new Answer.Full(
          HttpResponseStatus.OK, MediaTypes.JSON, whole.array(), etag(view.version()));
    }
    OldVersions.Reading reading =
        exchange.service().oldVersions().begin(doc, snapshot, exchange.channel());
    return new Answer.Rendered(snapshot.render(layout), length, reading, etag(view.version()));
  }

  private static Answer part(Exchange exchange, DocumentView view, Pointer pointer) {
    byte[] value = view.entry() == null ? null : pointer.find(view.entry());
    if (value == null) {
      throw new RefusedException(
          new Problem.NotFound(
              "value",
              exchange.head().parameter("pointer").orElseThrow(),
              "Get the document without ?pointer= to see what it holds."));
    }
    return new Answer.Full(
        HttpResponseStatus.OK,
        MediaTypes.JSON,
        Arrays.copyOf(value, value.length),
        etag(view.version()));
  }

  static Consumer<HttpHeaders> etag(long version) {
    return headers -> headers.set(HttpHeaderNames.ETAG, "\"" + version + "\"");
  }
}
