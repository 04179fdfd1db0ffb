package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import java.util.concurrent.CompletionStage;

/**
 * Where the publisher gets what it writes: the owner of the documents, in the daemon the engine.
 */
@FunctionalInterface
public interface Source {
  /**
   * The newest <em>durable</em> version of a document, asked at the moment in which the publisher
   * is ready to write it. Called by the publisher's thread, which waits for the answer and does
   * nothing else meanwhile.
   *
   * <p>The versions of one name never go down and never repeat, also not over a removal: the
   * publisher takes equal versions for equal content.
   *
   * @return completed with the edition; a document that is not there is an edition without a
   *     snapshot. Completed exceptionally, it is asked again later
   */
  CompletionStage<Edition> edition(DocName doc);
}
