package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.EntryReader;
import dev.larder.server.stats.JsonBounds;

/** Reads a body that is one of the contract's messages, by the same rules as a document's. */
final class MessageBody {
  private MessageBody() {}

  /**
   * The body as a message; an empty one stands for {@code {}}.
   *
   * @throws RefusedException with {@link Problem.BadJson} and the place of the fault, as for a
   *     document: so no text comes in here that could not be written out again; else with {@link
   *     Problem.NotAnObject} or {@link Problem.BadMessage}
   */
  static <T> T read(Exchange exchange, Class<T> type) {
    byte[] body = exchange.bytes();
    if (body.length > 0) {
      Limits limits = exchange.service().limits();
      JsonBounds bounds = new JsonBounds(limits.jsonDepth(), limits.mergeEntries());
      var unused = EntryReader.read(body, 0, body.length, bounds);
    }
    return Messages.readRequest(body, type);
  }
}
