package dev.larder.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The contract itself, in the OpenAPI 3.1 format: {@code openapi.yaml}, which lies beside this
 * class, and the same as JSON, which the build makes of it. Any thread.
 */
public enum OpenApi {
  /** As it was written, with its order and its line breaks. */
  YAML("openapi.yaml", MediaTypes.YAML),

  /** For programs without a YAML parser; on one line. */
  JSON("openapi.json", MediaTypes.JSON);

  private final String file;
  private final String mediaType;

  OpenApi(String file, String mediaType) {
    this.file = file;
    this.mediaType = mediaType;
  }

  /** The media type of {@link #read}. */
  public String mediaType() {
    return mediaType;
  }

  /** The whole text in UTF-8: a fresh copy, since few ask for it and none keeps it. */
  public byte[] read() {
    try (InputStream in = OpenApi.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("This build has no " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
