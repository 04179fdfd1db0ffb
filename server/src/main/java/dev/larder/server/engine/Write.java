package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.MergePatch;
import dev.larder.server.stats.Rules;
import java.util.List;

/**
 * What a client, or a document's settings, ask to be written to it. The values were checked when
 * they were read.
 */
public sealed interface Write {
  /**
   * What it comes to; changes nothing. Engine thread only.
   *
   * @throws RefusedException if it cannot be, by the document's merge rules
   */
  Change.OfDocument decide(Before before);

  WriteKind kind();

  /**
   * A document as a write finds it.
   *
   * @param version the version that the document is to have then
   * @param content empty where there is none
   * @param maxBytes how large the document may become
   * @param nowMs the time of the write, in milliseconds since 1970-01-01 UTC
   */
  record Before(
      DocName doc,
      long version,
      Origin origin,
      Document content,
      Rules rules,
      long maxBytes,
      long nowMs) {
    /** The change that does this to the document. */
    Change.OfDocument put(Effect effect) {
      return new Change.Put(doc, version, origin, effect.at(nowMs));
    }
  }

  /** Each entry is folded into the one of its name by the merge rules; the others stay. */
  record Merge(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      return before.put(before.rules().merge(before.content(), entries, before.maxBytes()));
    }

    @Override
    public WriteKind kind() {
      return WriteKind.MERGE;
    }
  }

  /** RFC 7396. It uses no rules, and leaves nothing that they could not work on. */
  record Patch(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      Effect effect = MergePatch.effect(before.content(), entries);
      before.rules().checkSent(effect.put());
      return before.put(effect);
    }

    @Override
    public WriteKind kind() {
      return WriteKind.PATCH;
    }
  }

  /** The document is these entries and no others; as with a patch, without the rules. */
  record Replace(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      before.rules().checkSent(entries);
      return new Change.Replaced(
          before.doc(), before.version(), before.origin(), entries, before.nowMs());
    }

    @Override
    public WriteKind kind() {
      return WriteKind.PUT;
    }
  }

  /** The document is to go. */
  record Delete() implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      return new Change.Removed(before.doc(), before.version(), before.origin(), before.nowMs());
    }

    @Override
    public WriteKind kind() {
      return WriteKind.DELETE;
    }
  }

  /**
   * New settings, whose rules must be able to work on what the document holds: new rules cost a
   * pass over it.
   *
   * @param found the entries of a file that lies at the new place to publish to; those that the
   *     document has not are taken in, so that publishing loses none of them
   */
  record Configure(DocumentSettings settings, List<Entry> found) implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      List<Entry> missing =
          found.stream().filter(entry -> before.content().get(entry.name()) == null).toList();
      Rules rules = Rules.of(settings.rules());
      rules.checkSent(missing);
      if (!rules.areThoseOf(before.rules())) {
        rules.checkHeld(before.content());
      }
      return new Change.Configured(
          before.doc(),
          before.version(),
          before.origin(),
          settings,
          Effect.putting(missing).at(before.nowMs()));
    }

    @Override
    public WriteKind kind() {
      return WriteKind.SETTINGS;
    }
  }

  /** These entries are to go, because the document's settings keep them no longer. */
  record Expire(List<String> names) implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      return before.put(new Effect(List.of(), names));
    }

    @Override
    public WriteKind kind() {
      return WriteKind.EXPIRY;
    }
  }
}
