package dev.larder.protocol;

/**
 * The catalogue's table: each kind of problem has a stable type, an HTTP status (RFC 9110, section
 * 15) and a title for people (RFC 9457, section 3.1).
 */
public enum ProblemKind {
  BAD_REQUEST("bad-request", 400, "The request is malformed"),
  BAD_NAME("bad-name", 400, "That is not a name"),
  BAD_JSON("bad-json", 400, "The body is not valid JSON"),
  TLS_REQUIRED("tls-required", 400, "This port speaks TLS"),
  UNAUTHORIZED("unauthorized", 401, "A valid token is needed"),
  FOREIGN_USER("foreign-user", 403, "The daemon is another user's"),
  FOREIGN_ORIGIN("foreign-origin", 403, "Another site's page may not use the daemon"),
  READ_ONLY("read-only", 403, "The token may only read"),
  OUTSIDE_PREFIX("outside-prefix", 403, "The token is for other names"),
  NOT_FOUND("not-found", 404, "There is no such thing"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method does not fit this path"),
  REQUEST_TIMEOUT("request-timeout", 408, "The request came too slowly"),
  LEASE_LOST("lease-lost", 409, "The lease is no longer held"),
  BEING_BUILT("being-built", 409, "The result is being built"),
  BUILD_RING("build-ring", 409, "Builds wait for one another"),
  PINNED("pinned", 409, "The result is pinned"),
  PATH_TAKEN("path-taken", 409, "Another document publishes there"),
  PRECONDITION_FAILED("precondition-failed", 412, "The document is at another version"),
  TOO_LARGE("too-large", 413, "A limit is exceeded"),
  URI_TOO_LONG("uri-too-long", 414, "The request line is too long"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body's type is not taken here"),
  RANGE_NOT_SATISFIABLE("range-not-satisfiable", 416, "The range lies outside of the content"),
  EXPECTATION_FAILED("expectation-failed", 417, "The expectation cannot be met"),
  WRONG_HOST("wrong-host", 421, "The daemon does not answer for this host"),
  NOT_AN_OBJECT("not-an-object", 422, "The JSON value is not an object"),
  IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The key belongs to another request"),
  BAD_SETTINGS("bad-settings", 422, "The settings cannot be taken"),
  RULE_NOT_APPLICABLE("rule-not-applicable", 422, "A merge rule cannot apply"),
  BAD_MESSAGE("bad-message", 422, "The message does not fit the contract"),
  NOTHING_STAGED("nothing-staged", 422, "Staging holds no result"),
  BAD_ARCHIVE("bad-archive", 422, "The archive cannot be unpacked"),
  BUILD_FAILED("build-failed", 424, "The build failed"),
  TOO_MANY("too-many", 429, "Too many of these at once"),
  HEADERS_TOO_LARGE("headers-too-large", 431, "The header fields are too large"),
  INTERNAL("internal", 500, "The daemon has a bug"),
  OVERLOADED("overloaded", 503, "The daemon is busy"),
  STOPPING("stopping", 503, "The daemon is stopping"),
  NOT_READY("not-ready", 503, "The daemon is not ready"),
  PUBLISH_FAILED(
      "publish-failed", 503, "The write is durable, but its file could not be published"),
  STORAGE_FULL("storage-full", 507, "The disk is full");

  /** What every {@link #type} starts with. */
  public static final String TYPE_PREFIX = "urn:larder:problem:";

  private final String slug;
  private final int status;
  private final String title;

  ProblemKind(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** The stable identifier: a URN that never changes, whatever happens to the words beside it. */
  public String type() {
    return TYPE_PREFIX + slug;
  }

  /** The last part of the type: the anchor of this kind in {@code docs/problems.md}. */
  public String slug() {
    return slug;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }
}
