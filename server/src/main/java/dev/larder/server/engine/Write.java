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

/** What a client asks to be written to a document. The values were checked when they were read. */
public sealed interface Write {
  /**
   * What it comes to; changes nothing. Engine thread only.
   *
   * @throws RefusedException if it cannot be, by the document's merge rules
   */
  Change.OfDocument decide(Before before);

  /**
   * A document as a write finds it.
   *
   * @param version the version that the document is to have then
   * @param content empty where there is none
   * @param maxBytes how large the document may become
   */
  record Before(DocName doc, long version, Document content, Rules rules, long maxBytes) {}

  /** Each entry is folded into the one of its name by the merge rules; the others stay. */
  record Merge(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      return new Change.Put(
          before.doc(),
          before.version(),
          before.rules().merge(before.content(), entries, before.maxBytes()));
    }
  }

  /** RFC 7396. It uses no rules, and leaves nothing that they could not work on. */
  record Patch(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      Effect effect = MergePatch.effect(before.content(), entries);
      before.rules().checkSent(effect.put());
      return new Change.Put(before.doc(), before.version(), effect);
    }
  }

  /** The document is these entries and no others; as with a patch, without the rules. */
  record Replace(List<Entry> entries) implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      before.rules().checkSent(entries);
      return new Change.Replaced(before.doc(), before.version(), entries);
    }
  }

  /** The document is to go. */
  record Delete() implements Write {
    @Override
    public Change.OfDocument decide(Before before) {
      return new Change.Removed(before.doc(), before.version());
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
          before.doc(), before.version(), settings, Effect.putting(missing));
    }
  }
}
