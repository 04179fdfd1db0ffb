package dev.larder.server.http;

import dev.larder.protocol.Limits;

/** What a daemon is like in which a {@link Scenario} plays. */
enum Place {
  /** Small bodies, one waiter a key, and room for the rest. */
  USUAL(1000, 1000, 100),

  /** One document and one watcher are all that there may be. */
  CROWDED(1, 1000, 1),

  /** One connection is all that there may be. */
  ONE_CONNECTION(1000, 1, 100),

  /** The root lies on a small disk, which {@link World#fillDisk} fills. */
  SMALL_DISK(1000, 1000, 100);

  private static final int BODY_BYTES = 4096;

  private final int documents;
  private final int connections;
  private final int watchers;

  Place(int documents, int connections, int watchers) {
    this.documents = documents;
    this.connections = connections;
    this.watchers = watchers;
  }

  Limits limits() {
    return new Limits(
        BODY_BYTES,
        1 << 20,
        Long.MAX_VALUE,
        200,
        1000,
        documents,
        connections,
        1,
        1 << 20,
        BODY_BYTES,
        100,
        watchers);
  }

  /** JSON that is longer than a body may be. */
  static String tooLong() {
    return "{\"x\":\"" + "x".repeat(BODY_BYTES) + "\"}";
  }
}
