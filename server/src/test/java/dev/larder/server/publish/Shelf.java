package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.EntryReader;
import dev.larder.server.stats.JsonBounds;
import dev.larder.server.stats.Layout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A source made of real documents, each written by one thread at a time. */
final class Shelf implements Source {
  private static final JsonBounds BOUNDS = new JsonBounds(200, 1_000_000);

  private final Map<DocName, Held> held = new ConcurrentHashMap<>();
  private final AtomicLong asked = new AtomicLong();

  private static final class Held {
    private @Nullable Document document = new Document();
    private long version;
    private Layout layout = Layout.ONE_LINE;
    private @Nullable FileMode mode;
    private List<Path> targets;

    Held(List<Path> targets) {
      this.targets = targets;
    }
  }

  /** A new document, empty, at version 0. */
  DocName add(String name, Path... targets) {
    DocName doc = DocName.parse(name);
    held.put(doc, new Held(List.of(targets)));
    return doc;
  }

  /** Merges a JSON object into a document and gives its new version. */
  long merge(DocName doc, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Effect effect = new Effect(EntryReader.read(bytes, 0, bytes.length, BOUNDS), List.of());
    Held to = of(doc);
    synchronized (to) {
      Document document = to.document == null ? new Document() : to.document;
      var unused = document.apply(effect);
      to.document = document;
      return ++to.version;
    }
  }

  long remove(DocName doc) {
    Held of = of(doc);
    synchronized (of) {
      of.document = null;
      return ++of.version;
    }
  }

  void set(DocName doc, Layout layout, @Nullable FileMode mode, Path... targets) {
    Held of = of(doc);
    synchronized (of) {
      of.layout = layout;
      of.mode = mode;
      of.targets = List.of(targets);
    }
  }

  /** How often the publisher asked for an edition. */
  long asked() {
    return asked.get();
  }

  @Override
  public CompletionStage<Edition> edition(DocName doc) {
    asked.incrementAndGet();
    Held of = of(doc);
    synchronized (of) {
      var snapshot = of.document == null ? null : of.document.snapshot();
      return CompletableFuture.completedFuture(
          new Edition(doc, of.version, snapshot, of.layout, of.mode, of.targets));
    }
  }

  /** The answer to who waits, if it comes within a minute. */
  static <T> T answer(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
  }

  private Held of(DocName doc) {
    Held known = held.get(doc);
    if (known == null) {
      throw new IllegalStateException("no document " + doc);
    }
    return known;
  }
}
