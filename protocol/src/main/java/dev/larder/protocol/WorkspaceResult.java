package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of a workspace, as it stands now.
 *
 * @param path where the result lies; null unless it is ready, and for who connects by TCP
 * @param content the URL path of its bytes, see {@link Paths#content}; null unless it is ready
 * @param digest {@code sha256:…}; null unless it is ready
 * @param bytes its size; null unless it is ready
 * @param created when it was committed; null unless it is ready
 * @param buildMs how long the build took, or takes so far, in milliseconds; null after a failure
 * @param builder who built it, or builds it
 * @param waiters how many build requests wait for it
 * @param problem why the last build failed; null unless it failed
 * @param lastUsed when a request was last answered with it, or its content read; null unless it is
 *     ready
 * @param pins its pins by name, in their order
 * @param holds how many open streams and downloads pin it now
 */
public record WorkspaceResult(
    String name,
    String key,
    State state,
    @Nullable String path,
    @Nullable String content,
    @Nullable String digest,
    @Nullable Long bytes,
    @Nullable Instant created,
    @Nullable Long buildMs,
    @Nullable Builder builder,
    int waiters,
    @Nullable ProblemDetails problem,
    @Nullable Instant lastUsed,
    List<Pin> pins,
    int holds) {

  /** The same for who does not share the daemon's file system. */
  public WorkspaceResult withoutPaths() {
    return new WorkspaceResult(
        name, key, state, null, content, digest, bytes, created, buildMs, builder, waiters, problem,
        lastUsed, pins, holds);
  }

  /** What a key is at. */
  public enum State {
    @JsonProperty("ready")
    READY,
    @JsonProperty("building")
    BUILDING,
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("failed")
    FAILED
  }

  /** The keys of one workspace, in the order of their names. */
  public record Keys(String name, List<WorkspaceResult> results) {
    /** The same for who does not share the daemon's file system. */
    public Keys withoutPaths() {
      return new Keys(name, results.stream().map(WorkspaceResult::withoutPaths).toList());
    }
  }
}
