package dev.larder.protocol;

/**
 * Bounds on everything that a client can make grow. A request past one of them is refused whole,
 * while it is being read, with the limit's name and number.
 *
 * @param bodyBytes longest request body, also after decompression (413)
 * @param documentBytes largest stats document (413)
 * @param documentsMemoryBytes most memory that all stats documents take together (413)
 * @param jsonDepth deepest nesting of arrays and objects (400)
 * @param mergeEntries most entries in one merge, patch or replacement (413)
 * @param documents most stats documents of one daemon (429)
 * @param connections most connections open at once (503)
 * @param waitersPerKey most build requests waiting for one key (429)
 * @param bodyBytesInFlight most bytes of request bodies held by the daemon at once (503)
 * @param contentBytes largest result that is sent by HTTP, also after unpacking (413)
 * @param contentEntries most folders, files and links of a result that is sent as tar (422)
 * @param watchers most event streams and waiting reads open at once (429)
 */
public record Limits(
    long bodyBytes,
    long documentBytes,
    long documentsMemoryBytes,
    int jsonDepth,
    int mergeEntries,
    int documents,
    int connections,
    int waitersPerKey,
    long bodyBytesInFlight,
    long contentBytes,
    int contentEntries,
    int watchers) {

  private static final long MIB = 1024 * 1024;

  /** The numbers of the contract, used where nothing else is set. */
  public static final Limits DEFAULTS =
      new Limits(
          64 * MIB,
          1024 * MIB,
          Long.MAX_VALUE,
          200,
          1_000_000,
          10_000,
          10_000,
          10_000,
          256 * MIB,
          10_240 * MIB,
          1_000_000,
          5_000);

  /**
   * Longest that a read waits for a newer version or for a result, in milliseconds: proxies and
   * clients give up on what is silent for longer.
   */
  public static final long WAIT_MS = 300_000;

  /** Most versions of one document that are remembered. */
  public static final int LOG_VERSIONS = 1_000;

  /** Longest name of a document, workspace or key, in characters. */
  public static final int NAME_CHARS = NameRule.MAX_CHARS;

  /** Most documents in one batch of merges (413). */
  public static final int BATCH_DOCUMENTS = 1000;

  /** Longest request line, and longest header block, in bytes (414, 431). */
  public static final int HEADER_BYTES = 16 * 1024;

  /** Longest path of a Unix-domain socket, in bytes: sockaddr_un, unix(7), less the final zero. */
  public static final int SOCKET_PATH_BYTES = 107;
}
