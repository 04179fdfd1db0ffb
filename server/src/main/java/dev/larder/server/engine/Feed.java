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
    return remembered(doc);
  }

  /**
   * What is remembered, up to the newest version that was told: later writes of this very batch are
   * in the document by now, and are told behind it.
   */
  private Following<Version> remembered(DocName doc) {
    List<Version> known = history.of(doc);
    if (known.isEmpty()) {
      long current = documents.lastVersion(doc);
      return new Following<>(current, current, known);
    }
    long newest = known.get(known.size() - 1).number();
    return new Following<>(known.get(0).number() - 1, newest, known);
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
    Following<Version> remembered = remembered(doc);
    if (remembered.events().isEmpty()) {
      var unusedIfThere = documents.get(doc);
    }
    return remembered;
  }
}
