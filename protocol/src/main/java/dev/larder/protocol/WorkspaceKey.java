package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A checked name: a client's fingerprint of everything that one build result depends on.
 *
 * @param value matches {@code [A-Za-z0-9][A-Za-z0-9._+@-]{0,199}} and holds no {@code ..}
 */
public record WorkspaceKey(@JsonValue String value) {
  /**
   * Checks the name.
   *
   * @throws RefusedException with {@link Problem.BadName} if the value is not a name
   */
  public WorkspaceKey {
    NameRule.check("key", value);
  }

  /**
   * Reads a name from text.
   *
   * @throws RefusedException with {@link Problem.BadName} if the text is not a name
   */
  @JsonCreator
  public static WorkspaceKey parse(String text) {
    return new WorkspaceKey(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
