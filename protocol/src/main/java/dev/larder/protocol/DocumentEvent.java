package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a watched document: the data of one server-sent event, whose {@code event} field
 * is the member {@code event} and whose {@code id} is the {@link #version}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DocumentEvent.Open.class, name = "open"),
  @JsonSubTypes.Type(value = DocumentEvent.Change.class, name = "change"),
  @JsonSubTypes.Type(value = DocumentEvent.Reload.class, name = "reload")
})
public sealed interface DocumentEvent {
  /** The document's version after it; 0 as long as it never was. */
  long version();

  /**
   * The stream begins: the next event tells of a later version. Told to who does not resume.
   *
   * @param version where the document is now, or was when it was deleted
   */
  record Open(long version) implements DocumentEvent {}

  /**
   * One version, or several in a row that were put into one event.
   *
   * @param version the last of them
   * @param first the first of them
   * @param kind merge, patch, put, delete, settings or expiry; null where several versions differ
   *     in it. After a put the document holds nothing but what is in {@code put}, after a delete
   *     nothing
   * @param at when the last was written
   * @param who who wrote them: {@code pid 123 uid 0}, {@code token ci}, {@code address 127.0.0.1},
   *     or {@code daemon}; null where several versions differ in it
   * @param put names of entries that are new or have a new value
   * @param removed names of entries that are gone
   * @param more how many names are left out, because there are too many or they are too long
   * @param entries the entries of {@code put} with their values; null where they were not asked
   *     for, are too large, or are not at hand any more: they can be had with the document
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Change(
      long version,
      long first,
      @Nullable String kind,
      Instant at,
      @Nullable String who,
      List<String> put,
      List<String> removed,
      long more,
      @Nullable Map<String, Object> entries)
      implements DocumentEvent {}

  /**
   * Versions were missed of which no more can be told: the document must be read again.
   *
   * @param version where it is now
   */
  record Reload(long version) implements DocumentEvent {}
}
