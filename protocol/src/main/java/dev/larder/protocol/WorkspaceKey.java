package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;

/**
 * A checked name: a client's fingerprint of everything that one build result depends on.
 *
 * @param value matches {@code [A-Za-z0-9][A-Za-z0-9._+@-]{0,199}} and holds no {@code ..}; and is
 *     none of {@code events}, {@code log} and {@code settings}, which are a workspace's own paths
 */
public record WorkspaceKey(@JsonValue String value) {
  private static final Set<String> RESERVED = Set.of("events", "log", "settings");

  /**
   * Checks the name.
   *
   * @throws RefusedException with {@link Problem.BadName} if the value is not a name
   */
  public WorkspaceKey {
    NameRule.check("key", value);
    if (RESERVED.contains(value)) {
      throw new RefusedException(new Problem.BadName("key (the word is reserved)", value));
    }
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
