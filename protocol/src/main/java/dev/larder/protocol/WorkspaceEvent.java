package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What happened to the keys of a watched workspace: the data of one server-sent event, whose {@code
 * event} field is the member {@code event}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WorkspaceEvent.Open.class, name = "open"),
  @JsonSubTypes.Type(value = WorkspaceEvent.Building.class, name = "building"),
  @JsonSubTypes.Type(value = WorkspaceEvent.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = WorkspaceEvent.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = WorkspaceEvent.Lost.class, name = "lost"),
  @JsonSubTypes.Type(value = WorkspaceEvent.Forgotten.class, name = "forgotten"),
  @JsonSubTypes.Type(value = WorkspaceEvent.Reload.class, name = "reload")
})
public sealed interface WorkspaceEvent {
  /** The stream begins. Told to who does not resume. */
  record Open() implements WorkspaceEvent {}

  /** A lease was granted, or taken up again after a restart of the daemon. */
  record Building(String key, Builder builder) implements WorkspaceEvent {}

  /**
   * A result was committed.
   *
   * @param content the URL path of its bytes, see {@link Paths#content}
   * @param buildMs how long the build took, in milliseconds
   */
  record Ready(String key, String content, String digest, long bytes, long buildMs)
      implements WorkspaceEvent {}

  /** The builder reported that the build failed. */
  record Failed(String key, Builder builder, ProblemDetails problem) implements WorkspaceEvent {}

  /** The builder lost its lease without a result; the next one who waits builds. */
  record Lost(String key, Builder builder) implements WorkspaceEvent {}

  /** A ready result was removed. */
  record Forgotten(String key) implements WorkspaceEvent {}

  /** Events were missed of which no more can be told: the keys must be listed again. */
  record Reload() implements WorkspaceEvent {}
}
