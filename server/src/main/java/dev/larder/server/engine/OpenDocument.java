package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.Rules;
import dev.larder.server.stats.Undo;
import java.util.List;

/** A stats document with its version and settings, and whether a checkpoint holds it as it is. */
final class OpenDocument { // engine thread only
  final DocName name;
  private Document content = new Document();
  private DocumentSettings settings = DocumentSettings.DEFAULTS;

  /** Those of the settings, read once. */
  private Rules rules = Rules.NONE;

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
  Runnable replace(long toVersion, List<Entry> entries) {
    Document before = content;
    content = new Document();
    Runnable undoPut = put(toVersion, Effect.putting(entries));
    return () -> {
      undoPut.run();
      content = before;
    };
  }

  /** Changes settings, and entries beside; the result takes it back. */
  Runnable configure(long toVersion, DocumentSettings toSettings, Effect effect) {
    DocumentSettings before = settings;
    Rules rulesBefore = rules;
    Runnable undoPut = put(toVersion, effect);
    settings = toSettings;
    rules = Rules.of(toSettings.rules());
    return () -> {
      settings = before;
      rules = rulesBefore;
      undoPut.run();
    };
  }

  /** A document as a checkpoint holds it. */
  static OpenDocument restored(
      DocName name, long version, DocumentSettings settings, Document content) {
    OpenDocument document = new OpenDocument(name);
    document.content = content;
    document.settings = settings;
    document.rules = Rules.of(settings.rules());
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
