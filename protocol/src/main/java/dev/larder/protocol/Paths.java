package dev.larder.protocol;

/**
 * The paths of the contract, in one place for both ends.
 *
 * <p>Names need no percent-encoding: {@link DocName}, {@link WorkspaceName}, {@link WorkspaceKey}
 * and {@link PinName} hold unreserved characters of RFC 3986 (section 2.3) and {@code + @}, which a
 * path segment may hold as they are (section 3.3).
 */
public final class Paths {
  /** The protocol's version: the first segment of every path that carries data. */
  public static final int PROTOCOL = 1;

  /**
   * The header of every answer that gives {@link #PROTOCOL}, so that nobody reads a foreign one.
   */
  public static final String PROTOCOL_HEADER = "Larder-Protocol";

  /** The header that gives the permission bits of a result that is a file, in octal. */
  public static final String MODE_HEADER = "Larder-Mode";

  /**
   * The header by which a build request says within which build it is made: the token of that
   * build's lease.
   */
  public static final String LEASE_HEADER = "Larder-Lease";

  public static final String STATS = "/v1/stats";

  /** Merges into several documents, all of them or none. */
  public static final String BATCH = "/v1/batch";

  public static final String WORKSPACES = "/v1/workspaces";
  public static final String LEASES = "/v1/leases";
  public static final String EVICTIONS = "/v1/evictions";
  public static final String STATUS = "/v1/status";
  public static final String STOP = "/v1/stop";
  public static final String HEALTHZ = "/healthz";
  public static final String READYZ = "/readyz";
  public static final String METRICS = "/metrics";
  public static final String VERSION = "/version";
  public static final String OPENAPI_YAML = "/openapi.yaml";
  public static final String OPENAPI_JSON = "/openapi.json";

  private Paths() {}

  public static String document(DocName doc) {
    return STATS + "/" + doc.value();
  }

  public static String merge(DocName doc) {
    return document(doc) + "/merge";
  }

  public static String settings(DocName doc) {
    return document(doc) + "/settings";
  }

  /** Where a document is watched. */
  public static String events(DocName doc) {
    return document(doc) + "/events";
  }

  /** The last versions of a document. */
  public static String log(DocName doc) {
    return document(doc) + "/log";
  }

  public static String workspace(WorkspaceName name) {
    return WORKSPACES + "/" + name.value();
  }

  public static String settings(WorkspaceName name) {
    return workspace(name) + "/settings";
  }

  /** Where a workspace is watched. */
  public static String events(WorkspaceName name) {
    return workspace(name) + "/events";
  }

  public static String result(WorkspaceId id) {
    return workspace(id.name()) + "/" + id.key().value();
  }

  public static String build(WorkspaceId id) {
    return result(id) + "/build";
  }

  /** The lease of a key, to be taken away by hand. */
  public static String lease(WorkspaceId id) {
    return result(id) + "/lease";
  }

  /** Where the bytes of a result are taken from by who cannot see its path. */
  public static String content(WorkspaceId id) {
    return result(id) + "/content";
  }

  /** A pin by name. */
  public static String pin(WorkspaceId id, PinName pin) {
    return result(id) + "/pins/" + pin.value();
  }

  /** Where a builder sends its result to, that cannot write into staging itself. */
  public static String leaseContent(String token) {
    return LEASES + "/" + token + "/content";
  }

  public static String commit(String token) {
    return LEASES + "/" + token + "/commit";
  }

  /** Where a builder tells how far it is. */
  public static String progress(String token) {
    return LEASES + "/" + token + "/progress";
  }

  public static String fail(String token) {
    return LEASES + "/" + token + "/fail";
  }
}
