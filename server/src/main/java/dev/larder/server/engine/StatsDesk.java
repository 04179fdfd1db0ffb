package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.StatsList;
import dev.larder.server.publish.Edition;
import dev.larder.server.publish.FileMode;
import dev.larder.server.publish.Publisher;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes and reads stats documents within the engine's batches. */
final class StatsDesk { // engine thread only
  private final Documents documents;
  private final Batch batch;
  private final Repeats repeats;
  private final Path statsFolder;
  private final Clock clock;
  private final Expiry expiry;
  private final Feed feed;
  private final Tally tally;
  private long writes;

  StatsDesk(
      Documents documents,
      Repeats repeats,
      Feed feed,
      Batch batch,
      Path statsFolder,
      Clock clock,
      Tally tally) {
    this.documents = documents;
    this.repeats = repeats;
    this.feed = feed;
    this.batch = batch;
    this.statsFolder = statsFolder;
    this.clock = clock;
    this.tally = tally;
    this.expiry = new Expiry(documents, this::expire);
  }

  /**
   * Applies a write, to be answered once it is durable.
   *
   * @param once its key; null if it may be done as often as it is sent
   * @throws RefusedException if it cannot be; nothing is changed then
   */
  void write(
      DocName doc,
      Write write,
      Precondition precondition,
      String who,
      @Nullable OnceKey once,
      CompletableFuture<Written> reply) {
    if (repeats.answers(once, StatsDesk::writtenBefore, reply)) {
      return;
    }
    Applied applied = apply(doc, write, precondition, who);
    note(applied);
    repeats.append(applied.change(), once, new FirstAnswer.Wrote(applied.written()));
    batch.owe(
        () -> {
          isDurable(applied);
          reply.complete(applied.written());
        },
        reply);
  }

  /**
   * Applies several writes or none, to be answered once they are durable.
   *
   * @param once as above
   * @throws RefusedException if one of them cannot be, with its document
   */
  void write(
      Map<DocName, Write> several,
      String who,
      @Nullable OnceKey once,
      CompletableFuture<Map<DocName, Written>> reply) {
    if (repeats.answers(once, StatsDesk::allWrittenBefore, reply)) {
      return;
    }
    List<Applied> applied = applyAll(several, who);
    Map<DocName, Written> written = new LinkedHashMap<>();
    for (Applied one : applied) {
      note(one);
      written.put(one.change().doc(), one.written());
    }
    repeats.append(
        new Change.Together(applied.stream().<Change>map(Applied::change).toList()),
        once,
        new FirstAnswer.WroteAll(written));
    batch.owe(
        () -> {
          applied.forEach(this::isDurable);
          reply.complete(written);
        },
        reply);
  }

  /** How the write was answered if it was done before; changes nothing. */
  void recall(@Nullable OnceKey once, CompletableFuture<Optional<Written>> reply) {
    if (!repeats.answers(once, first -> Optional.of(writtenBefore(first)), reply)) {
      reply.complete(Optional.empty());
    }
  }

  private static Written writtenBefore(FirstAnswer first) {
    if (first instanceof FirstAnswer.Wrote wrote) {
      return wrote.written();
    }
    throw new RefusedException(new Problem.IdempotencyKeyReused());
  }

  private static Map<DocName, Written> allWrittenBefore(FirstAnswer first) {
    if (first instanceof FirstAnswer.WroteAll all) {
      return all.written();
    }
    throw new RefusedException(new Problem.IdempotencyKeyReused());
  }

  /** A write that was done to its document, and how to take it back. */
  private record Applied(Change.OfDocument change, Runnable undo, Written written) {}

  private List<Applied> applyAll(Map<DocName, Write> several, String who) {
    List<Applied> applied = new ArrayList<>();
    several.forEach(
        (doc, write) -> {
          try {
            applied.add(apply(doc, write, Precondition.NONE, who));
          } catch (RefusedException e) {
            for (int i = applied.size() - 1; i >= 0; i--) {
              applied.get(i).undo().run();
            }
            throw new RefusedException(e.problem(), doc);
          }
        });
    return applied;
  }

  private Applied apply(DocName doc, Write write, Precondition precondition, String who) {
    OpenDocument known = documents.find(doc);
    boolean created = known == null;
    long bytesBefore = known == null ? 0 : known.content().bytes();
    long memoryBefore = documents.memoryBytes();
    Change.OfDocument change = documents.decide(doc, write, precondition, who, clock.nowMs());
    Runnable undo = documents.apply(change);
    try {
      documents.checkSize(doc, bytesBefore);
      documents.checkMemory(memoryBefore);
    } catch (RefusedException e) {
      undo.run();
      throw e;
    }
    return new Applied(change, undo, written(doc, change.version(), created));
  }

  private void note(Applied applied) {
    batch.applied(applied.change().doc(), applied.undo());
    writes++;
  }

  /** Before the answer: who is answered finds it in the log. */
  private void isDurable(Applied applied) {
    tally.wrote(applied.change().origin().kind());
    feed.changed(applied.change());
  }

  /** Looks for entries that their documents keep no longer. Called about once a second. */
  void tick() {
    expiry.tick(clock.nowMs());
  }

  private void expire(DocName doc, List<String> names) {
    // Nobody waits for it: if the disk is full it is undone, and found again later.
    write(
        doc,
        new Write.Expire(names),
        Precondition.NONE,
        Origin.DAEMON,
        null,
        new CompletableFuture<>());
  }

  private Written written(DocName doc, long version, boolean created) {
    OpenDocument document = documents.find(doc);
    return document == null
        ? new Written(version, 0, 0, false)
        : new Written(version, document.content().entries(), document.content().bytes(), created);
  }

  /**
   * The document as it is at this place among the writes, shown once they are durable: a read that
   * was sent before a write must not see it, even if both come in one batch.
   *
   * @throws RefusedException if there is no such document
   */
  void read(DocName doc, DocumentView.Want want, CompletableFuture<DocumentView> reply) {
    DocumentView now = view(documents.get(doc), want);
    batch.owe(() -> reply.complete(now), () -> readAgain(doc, want, reply));
  }

  /** What was seen is taken back. */
  private void readAgain(
      DocName doc, DocumentView.Want want, CompletableFuture<DocumentView> reply) {
    OpenDocument document = documents.find(doc);
    if (document == null) {
      reply.completeExceptionally(Documents.notFound(doc));
    } else {
      reply.complete(view(document, want));
    }
  }

  private static DocumentView view(OpenDocument document, DocumentView.Want want) {
    Document content = document.content();
    boolean whole =
        want instanceof DocumentView.Want.Entries entries
            && entries.unless().holds(document.version());
    return new DocumentView(
        document.version(),
        document.settings(),
        content.entries(),
        content.bytes(),
        whole ? content.snapshot() : null,
        want instanceof DocumentView.Want.One one ? content.get(one.name()) : null);
  }

  /** Every document, with the files in which it is published. */
  void list(Publisher publisher, CompletableFuture<StatsList> reply) {
    batch.after(
        () -> {
          List<StatsList.Item> items = new ArrayList<>();
          for (OpenDocument document : documents.all()) {
            items.add(
                new StatsList.Item(
                    document.name.value(),
                    document.version(),
                    document.content().entries(),
                    document.content().bytes(),
                    publisher.targets(document.name).stream()
                        .map(
                            target ->
                                new StatsList.PublishedFile(
                                    target.path().toString(), target.version(), target.problem()))
                        .toList()));
          }
          reply.complete(new StatsList(items));
        });
  }

  /** What the publisher writes next. */
  void edition(DocName doc, CompletableFuture<Edition> reply) {
    batch.after(() -> reply.complete(editionOf(doc)));
  }

  private Edition editionOf(DocName doc) {
    OpenDocument document = documents.find(doc);
    Path usual = statsFolder.resolve(doc.value() + PUBLISHED_SUFFIX);
    if (document == null) {
      long version = documents.tombstones().lastVersion(doc);
      return new Edition(doc, version, null, Layout.ONE_LINE, null, List.of(usual));
    }
    DocumentSettings settings = document.settings();
    List<Path> targets =
        settings.publish() == null ? List.of(usual) : List.of(usual, Path.of(settings.publish()));
    return new Edition(
        doc,
        document.version(),
        document.content().snapshot(),
        Layout.of(settings.indent()),
        settings.mode() == null ? null : FileMode.parse(settings.mode()),
        targets);
  }

  /** What the name of a published file ends with, in {@code ROOT/stats}. */
  static final String PUBLISHED_SUFFIX = ".json";

  /** What was written, for those who watch or look back. */
  Feed feed() {
    return feed;
  }

  Documents documents() {
    return documents;
  }

  /** Accepted writes since the start. */
  long writes() {
    return writes;
  }
}
