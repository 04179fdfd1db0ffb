package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.RefusedException;
import java.util.List;

/** What happens to documents: remembered, and told to those who watch. */
public final class Feed { // engine thread only
  private final Documents documents;
  private final History history;
  private final Followers<DocName, Version> followers = new Followers<>();

  Feed(Documents documents, History history) {
    this.documents = documents;
    this.history = history;
  }

  /** A change is durable. */
  void changed(Change.OfDocument change) {
    Version version = Version.of(change);
    history.add(change.doc(), version);
    followers.tell(change.doc(), version);
  }

  /** A batch is answered. */
  void ring() {
    followers.ring();
  }

  /** Tells the follower of every version from now on; there need not be such a document yet. */
  public Following<Version> follow(DocName doc, Follower<Version> follower) {
    followers.add(doc, follower);
    List<Version> known = history.of(doc);
    long current = documents.lastVersion(doc);
    long since = known.isEmpty() ? current : known.get(0).number() - 1;
    return new Following<>(since, current, known);
  }

  /** Tells the follower no more. */
  public void unfollow(DocName doc, Follower<Version> follower) {
    followers.remove(doc, follower);
  }

  /**
   * The last versions that are remembered, the oldest first; those of a deleted document too.
   *
   * @throws RefusedException with not-found if there is no such document, and none is remembered
   */
  public Following<Version> log(DocName doc) {
    List<Version> known = history.of(doc);
    if (known.isEmpty()) {
      var unusedIfThere = documents.get(doc);
    }
    long current = documents.lastVersion(doc);
    return new Following<>(known.isEmpty() ? current : known.get(0).number() - 1, current, known);
  }
}
