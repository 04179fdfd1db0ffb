package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Problem;
import java.util.concurrent.CompletableFuture;

/** Somebody who waits for a version to be published. */
record Waiter(DocName doc, long version, CompletableFuture<PublishedState> state) {
  void published(long publishedVersion) {
    state.complete(new PublishedState(publishedVersion, null));
  }

  void failed(long attemptedVersion, String reason) {
    var problem = new Problem.PublishFailed(doc, version, reason + ".");
    state.complete(new PublishedState(attemptedVersion, problem));
  }
}
