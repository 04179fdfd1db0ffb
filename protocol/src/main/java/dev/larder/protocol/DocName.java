package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A checked name: the name of a stats document.
 *
 * @param value matches {@code [A-Za-z0-9][A-Za-z0-9._+@-]{0,199}} and holds no {@code ..}
 */
public record DocName(@JsonValue String value) {
  /**
   * Checks the name.
   *
   * @throws RefusedException with {@link Problem.BadName} if the value is not a name
   */
  public DocName {
    NameRule.check("document", value);
  }

  /**
   * Reads a name from text.
   *
   * @throws RefusedException with {@link Problem.BadName} if the text is not a name
   */
  @JsonCreator
  public static DocName parse(String text) {
    return new DocName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
