package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.MergePatch;
import java.util.List;

/** What a client asks to be written to a document. The values were checked when they were read. */
public sealed interface Write {
  /**
   * What it comes to, in the document as it is now; changes nothing.
   *
   * @param version the version that the document is to have then
   * @param content the document, empty where there is none; engine thread only
   */
  Change.OfDocument decide(DocName doc, long version, Document content);

  WriteKind kind();

  /** Each entry replaces the one of its name; the others stay. */
  record Merge(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(DocName doc, long version, Document content) {
      return new Change.Put(doc, version, Effect.putting(entries));
    }

    @Override
    public WriteKind kind() {
      return WriteKind.MERGE;
    }
  }

  /** RFC 7396. */
  record Patch(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(DocName doc, long version, Document content) {
      return new Change.Put(doc, version, MergePatch.effect(content, entries));
    }

    @Override
    public WriteKind kind() {
      return WriteKind.PATCH;
    }
  }

  /** The document is these entries and no others. */
  record Replace(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(DocName doc, long version, Document content) {
      return new Change.Replaced(doc, version, entries);
    }

    @Override
    public WriteKind kind() {
      return WriteKind.PUT;
    }
  }

  /** The document is to go. */
  record Delete() implements Write {
    @Override
    public Change.OfDocument decide(DocName doc, long version, Document content) {
      return new Change.Removed(doc, version);
    }

    @Override
    public WriteKind kind() {
      return WriteKind.DELETE;
    }
  }

  /**
   * New settings.
   *
   * @param found the entries of a file that lies at the new place to publish to; those that the
   *     document has not are taken in, so that publishing loses none of them
   */
  record Configure(DocumentSettings settings, List<Entry> found) implements Write {
    @Override
    public Change.OfDocument decide(DocName doc, long version, Document content) {
      List<Entry> missing =
          found.stream().filter(entry -> content.get(entry.name()) == null).toList();
      return new Change.Configured(doc, version, settings, Effect.putting(missing));
    }

    @Override
    public WriteKind kind() {
      return WriteKind.SETTINGS;
    }
  }
}
