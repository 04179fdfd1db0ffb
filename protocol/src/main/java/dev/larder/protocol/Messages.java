package dev.larder.protocol;

import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads the message records: members in {@code snake_case}, times in ISO 8601. Any
 * thread may call it.
 */
public final class Messages {
  private static final JsonMapper ANSWERS =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final JsonMapper REQUESTS =
      ANSWERS
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Messages() {}

  /** The message as UTF-8 JSON on one line, without an end of line. */
  public static byte[] write(Object message) {
    return ANSWERS.writeValueAsBytes(message);
  }

  /**
   * Reads an answer of the daemon's; members that this version does not know are passed over.
   *
   * @throws JacksonException if the bytes are not such a message
   */
  public static <T> T readAnswer(byte[] json, Class<T> type) {
    return ANSWERS.readValue(json, type);
  }

  /**
   * Reads a client's request; an empty body stands for {@code {}}.
   *
   * @throws RefusedException with {@link Problem.BadMessage} or {@link Problem.BadJson}
   */
  public static <T> T readRequest(byte[] json, Class<T> type) {
    byte[] body = json.length == 0 ? new byte[] {'{', '}'} : json;
    try {
      T message = REQUESTS.readValue(body, type);
      if (message == null) {
        throw new RefusedException(new Problem.BadMessage(type.getSimpleName(), "it is null"));
      }
      return message;
    } catch (tools.jackson.core.exc.StreamReadException e) {
      var at = e.getLocation();
      throw new RefusedException(
          new Problem.BadJson(
              firstLine(e), at.getLineNr(), at.getColumnNr(), Math.max(0, at.getByteOffset())));
    } catch (UnrecognizedPropertyException e) {
      throw new RefusedException(
          new Problem.BadMessage(
              type.getSimpleName(), "it has no member '" + e.getPropertyName() + "'"));
    } catch (JacksonException e) {
      throw new RefusedException(
          new Problem.BadMessage(type.getSimpleName(), "the type of " + place(e) + " is wrong"));
    }
  }

  /** The members that lead to the fault; Jackson's own words speak of our classes. */
  private static String place(JacksonException e) {
    return e.getPath().stream()
        .map(JacksonException.Reference::getPropertyName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(".", "'", "'"));
  }

  private static String firstLine(JacksonException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
  }
}
