package dev.larder.protocol;

import java.util.regex.Pattern;

/**
 * The one rule for names that become file names: {@code [A-Za-z0-9][A-Za-z0-9._+@-]{0,199}} without
 * {@code ..}, so that no name can leave its folder, hide as a dot file or need quoting in a path.
 */
final class NameRule {
  static final int MAX_CHARS = 200;
  private static final Pattern ALLOWED =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0," + (MAX_CHARS - 1) + "}");

  private NameRule() {}

  /**
   * Returns the text unchanged if it is a name.
   *
   * @throws RefusedException with {@link Problem.BadName} if it is not
   */
  static String check(String what, String text) {
    if (!ALLOWED.matcher(text).matches() || text.contains("..")) {
      throw new RefusedException(new Problem.BadName(what, abbreviate(text)));
    }
    return text;
  }

  private static String abbreviate(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
  }
}
