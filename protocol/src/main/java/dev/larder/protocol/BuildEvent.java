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
   * Somebody else builds, or nobody may begin yet. Repeated about once a second.
   *
   * @param builder who builds; null while the build is queued
   * @param elapsedMs for how long, or how long it has been queued, in milliseconds
   * @param expectedMs how long builds of this workspace take: the median of the last ones; null
   *     where none is known
   * @param progress what the builder last said of how far it is; null if it said nothing
   * @param queued the build's place among those that wait because as many run as may run at once,
   *     from 1; null once it runs
   */
  record Waiting(
      @Nullable Builder builder,
      long elapsedMs,
      @Nullable Long expectedMs,
      @Nullable BuildProgress progress,
      @Nullable Integer queued)
      implements BuildEvent {
    /** Somebody builds who says nothing of it. */
    public Waiting(Builder builder, long elapsedMs, @Nullable Long expectedMs) {
      this(builder, elapsedMs, expectedMs, null, null);
    }

    /** The same some time later. */
    public Waiting later(long passedMs, @Nullable BuildProgress newProgress) {
      return new Waiting(builder, elapsedMs + passedMs, expectedMs, newProgress, queued);
    }
  }

  /**
   * The client holds the lease while it keeps the stream open.
   *
   * @param token names the lease in {@code commit} and {@code fail}
   * @param fence the fencing number; it rises with every lease of the daemon's whole life
   * @param staging the folder in which to make {@code content}, a file or a folder; null for who
   *     connects by TCP, and sends the content instead
   * @param finalPath where {@code content} will lie after the commit; null as {@code staging}
   * @param expiresInMs after so many milliseconds the lease is taken away, whatever its stream
   *     does; null where it lives as long as the stream
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
   * @param stale whether it is the newest result of another key of the workspace, given because the
   *     key that was asked for is still being built ({@code stale=allow})
   */
  record Ready(
      @Nullable String path,
      String content,
      String digest,
      long bytes,
      boolean cached,
      boolean stale)
      implements BuildEvent {
    @Override
    public BuildEvent withoutPaths() {
      return new Ready(null, content, digest, bytes, cached, stale);
    }
  }

  /** The build failed, or the request cannot be met. */
  record Failed(ProblemDetails problem) implements BuildEvent {}
}
