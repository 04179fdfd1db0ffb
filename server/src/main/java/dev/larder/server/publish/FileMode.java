package dev.larder.server.publish;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The permission bits of a file, chmod(2), without set-user-ID, set-group-ID and sticky bits, which
 * have no use on data.
 *
 * @param bits 0 to 0777 (octal)
 */
public record FileMode(int bits) {
  static final int MASK = 0777;
  private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if there are other bits
   */
  public FileMode {
    if ((bits & ~MASK) != 0) {
      throw new IllegalArgumentException("not permission bits: 0" + Integer.toOctalString(bits));
    }
  }

  /**
   * Reads the member {@code mode} of a document's settings.
   *
   * @return null for null: nothing is set
   * @throws RefusedException with {@link Problem.BadSettings} if it is not three octal digits, with
   *     or without a leading zero, or takes the owner's right to read
   */
  public static @Nullable FileMode parse(@Nullable String octal) {
    if (octal == null) {
      return null;
    }
    return ofOctal(octal)
        .orElseThrow(
            () ->
                new RefusedException(
                    new Problem.BadSettings(
                        "mode",
                        "'" + octal + "' is not a file mode",
                        "Give three octal digits, as \"0644\".")));
  }

  /** The mode of three octal digits, with or without a leading zero; empty for any other text. */
  public static Optional<FileMode> ofOctal(String octal) {
    return OCTAL.matcher(octal).matches()
        ? Optional.of(new FileMode(Integer.parseInt(octal, 8)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "0" + Integer.toOctalString(bits);
  }
}
