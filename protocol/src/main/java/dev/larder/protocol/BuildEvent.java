package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** One line of a build stream ({@code application/x-ndjson}). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = BuildEvent.Waiting.class, name = "waiting"),
  @JsonSubTypes.Type(value = BuildEvent.Granted.class, name = "granted"),
  @JsonSubTypes.Type(value = BuildEvent.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = BuildEvent.Failed.class, name = "failed")
})
public sealed interface BuildEvent {
  /** The same for who does not share the daemon's file system. */
  default BuildEvent withoutPaths() {
    return this;
  }

  /**
   * Somebody else builds. Repeated about once a second.
   *
   * @param builder who builds
   * @param elapsedMs for how long, in milliseconds
   * @param expectedMs how long the last build of this workspace took; null where none is known
   */
  record Waiting(Builder builder, long elapsedMs, @Nullable Long expectedMs)
      implements BuildEvent {}

  /**
   * The client holds the lease while it keeps the stream open.
   *
   * @param token names the lease in {@code commit} and {@code fail}
   * @param fence the fencing number; it rises with every lease of the daemon's whole life
   * @param staging the folder in which to make {@code content}, a file or a folder; null for who
   *     connects by TCP, and sends the content instead
   * @param finalPath where {@code content} will lie after the commit; null as {@code staging}
   * @param expiresInMs null: the lease lives as long as the stream
   */
  record Granted(
      String token,
      long fence,
      @Nullable String staging,
      @JsonProperty("final") @Nullable String finalPath,
      @Nullable Long expiresInMs)
      implements BuildEvent {
    @Override
    public BuildEvent withoutPaths() {
      return new Granted(token, fence, null, null, expiresInMs);
    }
  }

  /**
   * The result is there; it stays while the stream is open.
   *
   * @param path the file or folder; null for who connects by TCP
   * @param content the URL path of its bytes, see {@link Paths#content}
   * @param digest {@code sha256:} and 64 hexadecimal digits
   * @param bytes the size of the file, or of all the folder's files
   * @param cached false for those who waited for the build, true where it was there before
   */
  record Ready(@Nullable String path, String content, String digest, long bytes, boolean cached)
      implements BuildEvent {
    @Override
    public BuildEvent withoutPaths() {
      return new Ready(null, content, digest, bytes, cached);
    }
  }

  /** The build failed, or the request cannot be met. */
  record Failed(ProblemDetails problem) implements BuildEvent {}
}
