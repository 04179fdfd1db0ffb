package dev.larder.protocol;

/** The media types that the contract speaks. */
public final class MediaTypes {
  /** RFC 8259. */
  public static final String JSON = "application/json";

  /** JSON Merge Patch, RFC 7396. */
  public static final String MERGE_PATCH = "application/merge-patch+json";

  /** Problem details, RFC 9457. */
  public static final String PROBLEM = "application/problem+json";

  /** One JSON object a line, for build streams. */
  public static final String NDJSON = "application/x-ndjson";

  /** Server-sent events, WHATWG HTML, section 9.2. */
  public static final String EVENTS = "text/event-stream";

  /** RFC 9512; {@code openapi.yaml} alone. */
  public static final String YAML = "application/yaml";

  /** A result that is a file. */
  public static final String BYTES = "application/octet-stream";

  /** A result that is a folder: a tar archive, POSIX.1-2001. */
  public static final String TAR = "application/x-tar";

  private MediaTypes() {}
}
