package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A checked name: the name of a pin of a result, such as {@code nightly}.
 *
 * @param value matches {@code [A-Za-z0-9][A-Za-z0-9._+@-]{0,199}} and holds no {@code ..}
 */
public record PinName(@JsonValue String value) {
  /**
   * Checks the name.
   *
   * @throws RefusedException with {@link Problem.BadName} if the value is not a name
   */
  public PinName {
    NameRule.check("pin", value);
  }

  /**
   * Reads a name from text.
   *
   * @throws RefusedException with {@link Problem.BadName} if the text is not a name
   */
  @JsonCreator
  public static PinName parse(String text) {
    return new PinName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
