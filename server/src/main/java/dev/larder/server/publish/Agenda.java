package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The documents that the publisher knows, and which is next. Publisher's thread only. */
final class Agenda {
  private final PublisherOptions options;
  private final Map<DocName, PublishedDocument> documents = new HashMap<>();

  /** Those of the documents that have to be attempted again though nothing changed. */
  private final Map<DocName, PublishedDocument> failing = new HashMap<>();

  Agenda(PublisherOptions options) {
    this.options = options;
  }

  /** A document, and when it may be attempted: a time of {@link System#nanoTime}. */
  record Due(PublishedDocument document, long atNs) {}

  PublishedDocument document(DocName name) {
    PublishedDocument known = documents.get(name);
    if (known == null) {
      known = new PublishedDocument(name, options, System.nanoTime());
      documents.put(name, known);
    }
    return known;
  }

  Collection<PublishedDocument> all() {
    return documents.values();
  }

  List<DocName> failing() {
    return List.copyOf(failing.keySet());
  }

  /**
   * The document that is due first; null if none has anything to be written.
   *
   * @param changed the documents that may have a newer version
   */
  @Nullable Due next(Set<DocName> changed) {
    int contenders = contenders(changed);
    Due next = null;
    for (DocName name : changed) {
      PublishedDocument document = document(name);
      next = earlier(next, new Due(document, document.changeDueNs(contenders)));
    }
    for (PublishedDocument document : failing.values()) {
      if (!changed.contains(document.name())) {
        next = earlier(next, new Due(document, document.retryDueNs(contenders)));
      }
    }
    return next;
  }

  /** Takes note of how an attempt ended. */
  void attempted(PublishedDocument document) {
    if (document.isFailing()) {
      failing.put(document.name(), document);
    } else {
      failing.remove(document.name());
    }
    if (document.isForgettable()) {
      documents.remove(document.name());
    }
  }

  private int contenders(Set<DocName> changed) {
    int contenders = 0;
    for (DocName name : changed) {
      if (document(name).hasHistory()) {
        contenders++;
      }
    }
    return Math.max(1, contenders);
  }

  private static Due earlier(@Nullable Due a, Due b) {
    return a != null && a.atNs() - b.atNs() <= 0 ? a : b;
  }
}
