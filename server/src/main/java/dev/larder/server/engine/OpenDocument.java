package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Retention;
import dev.larder.server.stats.Rules;
import dev.larder.server.stats.Undo;

/** A stats document with its version and settings, and whether a checkpoint holds it as it is. */
final class OpenDocument { // engine thread only
  final DocName name;
  private Document content = new Document();
  private DocumentSettings settings = DocumentSettings.DEFAULTS;

  /** Those of the settings, read once. */
  private Rules rules = Rules.NONE;

  private Retention retention = Retention.FOR_EVER;
  private long version;

  /** The version that the newest finished or running checkpoint holds. */
  private long checkpointed;

  OpenDocument(DocName name) {
    this.name = name;
  }

  /** Puts and removes entries; the result takes it back. */
  Runnable put(long toVersion, Effect effect) {
    Document changed = content;
    long before = version;
    Undo undo = changed.apply(effect);
    version = toVersion;
    return () -> {
      changed.undo(undo);
      version = before;
    };
  }

  /** Replaces all entries; the result takes it back. */
  Runnable replace(long toVersion, Effect putting) {
    Document before = content;
    content = new Document(before);
    Runnable undoPut = put(toVersion, putting);
    return () -> {
      undoPut.run();
      content = before;
    };
  }

  /** Changes settings, and entries beside; the result takes it back. */
  Runnable configure(long toVersion, DocumentSettings toSettings, Effect effect) {
    DocumentSettings before = settings;
    Runnable undoPut = put(toVersion, effect);
    set(toSettings);
    return () -> {
      set(before);
      undoPut.run();
    };
  }

  private void set(DocumentSettings to) {
    settings = to;
    rules = Rules.of(to.rules());
    retention = Retention.of(to.expireEntriesAfter(), to.maxEntries());
  }

  /** A document as a checkpoint holds it. */
  static OpenDocument restored(
      DocName name, long version, DocumentSettings settings, Document content) {
    OpenDocument document = new OpenDocument(name);
    document.content = content;
    document.set(settings);
    document.version = version;
    document.checkpointed = version;
    return document;
  }

  Document content() {
    return content;
  }

  DocumentSettings settings() {
    return settings;
  }

  Rules rules() {
    return rules;
  }

  Retention retention() {
    return retention;
  }

  long version() {
    return version;
  }

  boolean changedSinceCheckpoint() {
    return version != checkpointed;
  }

  void checkpointedAt(long atVersion) {
    checkpointed = atVersion;
  }
}
