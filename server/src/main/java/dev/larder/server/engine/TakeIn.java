package dev.larder.server.engine;

import dev.larder.protocol.DaemonStatus.Notice;
import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Limits;
import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.Effect;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the files that lie under {@code ROOT/stats} and that the daemon does not know: so a
 * folder of statistics becomes a root by starting a daemon on it. A file that is not a JSON object
 * is left as it is and reported.
 */
final class TakeIn { // engine thread only
  private static final Logger LOG = LoggerFactory.getLogger(TakeIn.class);

  private final Path statsFolder;
  private final Documents documents;
  private final History history;
  private final Ledger ledger;
  private final Limits limits;
  private final Clock clock;
  private final List<Notice> notices = new ArrayList<>();
  private final List<DocName> removed = new ArrayList<>();

  TakeIn(
      Path statsFolder,
      Documents documents,
      History history,
      Ledger ledger,
      Limits limits,
      Clock clock) {
    this.clock = clock;
    this.statsFolder = statsFolder;
    this.documents = documents;
    this.history = history;
    this.ledger = ledger;
    this.limits = limits;
  }

  /** What was left, and why; filled by {@link #run}. */
  List<Notice> notices() {
    return notices;
  }

  /** Removed documents whose files lie there yet; filled by {@link #run}. */
  List<DocName> removed() {
    return removed;
  }

  /** Takes in what it can, durably. */
  void run() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(statsFolder, "*" + StatsDesk.PUBLISHED_SUFFIX)) {
      for (Path file : files) {
        consider(file);
      }
    }
  }

  private void consider(Path file) throws IOException {
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - StatsDesk.PUBLISHED_SUFFIX.length());
    try {
      DocName doc = DocName.parse(name);
      if (documents.tombstones().knows(doc)) {
        removed.add(doc); // a crash came between the removal and that of its file: it is not new
      } else if (!Files.isRegularFile(file)) {
        // To open a pipe would wait for its writer, and a device may have no end.
        leave(file, "It is no file.");
      } else if (documents.find(doc) == null) {
        takeIn(doc, FoundFile.read(file, limits));
        LOG.info("Took in {} as the document '{}'", file, doc);
      }
    } catch (RefusedException e) {
      leave(file, e.problem().detail());
    }
  }

  private void leave(Path file, String reason) {
    LOG.warn("Left {} as it is: {}", file, reason);
    notices.add(
        new Notice(file.toString(), "It was not taken in as a document: " + reason, Instant.now()));
  }

  private void takeIn(DocName doc, FoundFile found) throws IOException {
    DocumentSettings settings = new DocumentSettings(null, null, found.indent());
    Change.OfDocument change =
        new Change.Configured(
            doc,
            documents.lastVersion(doc) + 1,
            new Origin(WriteKind.SETTINGS, Origin.DAEMON),
            settings,
            Effect.putting(found.entries()).at(clock.nowMs()));
    documents.apply(change);
    ledger.append(change);
    ledger.commit();
    history.add(doc, Version.of(change));
  }
}
