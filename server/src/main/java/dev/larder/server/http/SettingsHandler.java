package dev.larder.server.http;

import dev.larder.protocol.Ack;
import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Limits;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.DocumentView.Want;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.FoundFile;
import dev.larder.server.engine.OnceKey;
import dev.larder.server.engine.Precondition;
import dev.larder.server.engine.Write;
import dev.larder.server.engine.Written;
import dev.larder.server.publish.FileMode;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.Layout;
import dev.larder.server.stats.Retention;
import dev.larder.server.stats.Rules;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code GET} and {@code PUT /v1/stats/{doc}/settings}: how a document is published and merged. */
final class SettingsHandler {
  private final Engine engine;
  private final Limits limits;
  private final Path root;

  /**
   * @param root where no document may be published: the daemon's own folder
   */
  SettingsHandler(Engine engine, Limits limits, Path root) {
    this.engine = engine;
    this.limits = limits;
    this.root = root;
  }

  void get(Exchange exchange) {
    DocName doc = DocName.parse(exchange.segment(2));
    boolean sees = exchange.peer().sharesFiles();
    exchange.answerWith(
        engine.read(doc, new Want.Summary()),
        view ->
            new Answer.Full(
                HttpResponseStatus.OK,
                MediaTypes.JSON,
                Messages.write(sees ? view.settings() : view.settings().publishedAt(null)),
                DocumentHandler.etag(view.version())));
  }

  void put(Exchange exchange) {
    DocName doc = DocName.parse(exchange.segment(2));
    Precondition precondition = Preconditions.ofWrite(exchange.head().headers());
    Ack ack = exchange.head().ack();
    OnceKey once = Once.of(exchange, exchange.bytes());
    DocumentSettings settings = MessageBody.read(exchange, DocumentSettings.class);
    Path target = check(settings);
    if (exchange.peer().owner()) {
      exchange.work(
          () -> finding(target, once),
          finding ->
              exchange.answerWith(
                  WriteHandler.acknowledged(
                      engine,
                      doc,
                      finding
                          .before()
                          .<CompletionStage<Written>>map(CompletableFuture::completedStage)
                          .orElseGet(
                              () ->
                                  engine.write(
                                      doc,
                                      new Write.Configure(settings, finding.found()),
                                      precondition,
                                      exchange.peer().who(),
                                      once)),
                      ack),
                  WriteHandler::answer));
      return;
    }
    CompletionStage<Written> written =
        engine
            .written(once)
            .thenCompose(
                before ->
                    before
                        .<CompletionStage<Written>>map(CompletableFuture::completedStage)
                        .orElseGet(
                            () ->
                                here(doc)
                                    .thenCompose(
                                        here ->
                                            engine.write(
                                                doc,
                                                withPlace(settings, here),
                                                precondition,
                                                exchange.peer().who(),
                                                once))));
    exchange.answerWith(WriteHandler.acknowledged(engine, doc, written, ack), WriteHandler::answer);
  }

  /** What was found before the engine is asked: of a repeat its first answer, else the file. */
  private record Finding(Optional<Written> before, List<Entry> found) {}

  /** The file may be one now that could not be taken in; it is not looked at for a repeat. */
  private Finding finding(@Nullable Path target, @Nullable OnceKey once) throws IOException {
    Optional<Written> before = engine.written(once).join(); // a worker, which may wait a moment
    return new Finding(before, target == null || before.isPresent() ? List.of() : found(target));
  }

  /** Where the document is published now; null for nowhere else, or if there is none. */
  private CompletionStage<@Nullable String> here(DocName doc) {
    return engine
        .list()
        .thenCompose(
            all ->
                all.documents().stream().anyMatch(item -> item.name().equals(doc.value()))
                    ? engine
                        .read(doc, new Want.Summary())
                        .<@Nullable String>thenApply(view -> view.settings().publish())
                    : CompletableFuture.completedStage(null));
  }

  /**
   * Where files are written is for the daemon's own user to say: anybody else could have it write
   * and read in that user's folders. Others leave the place as it is.
   */
  private static Write withPlace(DocumentSettings settings, @Nullable String here) {
    if (settings.publish() != null && !settings.publish().equals(here)) {
      throw refused(
          "publish",
          "only the daemon's own user may say where files are written",
          "Leave 'publish' out, and have it set as that user by the Unix-domain socket.");
    }
    return new Write.Configure(settings.publishedAt(here), List.of());
  }

  /** Checks the settings; the result is the place to publish to, if one is set. */
  private @Nullable Path check(DocumentSettings settings) {
    FileMode.parse(settings.mode());
    Integer indent = settings.indent();
    if (indent != null && (indent < 0 || indent > Layout.MAX_INDENT)) {
      throw refused(
          "indent", "it is " + indent, "Give 0 to " + Layout.MAX_INDENT + " spaces, or null.");
    }
    var unusedRules = Rules.of(settings.rules());
    var unusedRetention = Retention.of(settings.expireEntriesAfter(), settings.maxEntries());
    return settings.publish() == null ? null : checkTarget(settings.publish());
  }

  private Path checkTarget(String publish) {
    Path target;
    try {
      target = Path.of(publish);
    } catch (InvalidPathException e) {
      throw refused("publish", "it is not a path", "Give an absolute path of a file.");
    }
    if (!target.isAbsolute() || !target.equals(target.normalize())) {
      throw refused(
          "publish",
          "'" + publish + "' is not absolute, or holds '.' or '..'",
          "Give an absolute path of a file.");
    }
    if (target.startsWith(root)) {
      throw refused(
          "publish",
          "'" + publish + "' lies in the root",
          "Documents are in stats/ there anyway; give a path outside.");
    }
    return target;
  }

  /** What lies at the place already is taken in, or publishing would lose it. */
  private List<Entry> found(Path target) throws IOException { // a worker
    if (!Files.exists(target)) {
      return List.of();
    }
    if (!Files.isRegularFile(target)) {
      throw refused(
          "publish", "'" + target + "' is not a file", "Give an absolute path of a file.");
    }
    try {
      return FoundFile.read(target, limits).entries();
    } catch (RefusedException e) {
      throw refused(
          "publish",
          "the file at '" + target + "' is not taken in: " + e.problem().detail(),
          "Move that file away, or mend it, and set this again.");
    } catch (IOException e) {
      throw refused(
          "publish",
          "the file at '" + target + "' cannot be read (" + e.getMessage() + ")",
          "Give the daemon's user the right to read and write it.");
    }
  }

  private static RefusedException refused(String member, String reason, String action) {
    return new RefusedException(new Problem.BadSettings(member, reason, action));
  }
}
