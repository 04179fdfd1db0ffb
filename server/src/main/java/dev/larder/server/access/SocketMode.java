package dev.larder.server.access;

import java.util.regex.Pattern;

/**
 * The mode of the Unix-domain socket, chmod(2). Its group's right to write lets the members of the
 * root folder's group connect; then the root, too, is shared with them.
 */
public record SocketMode(int bits) {
  /** The owner alone. */
  public static final SocketMode USUAL = new SocketMode(0600);

  private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");
  private static final int OWNER = 0600;
  private static final int GROUP = 0060;

  /**
   * Checks the bits.
   *
   * @throws IllegalArgumentException if it is neither 0600 nor 0660
   */
  public SocketMode {
    if (bits != OWNER && bits != (OWNER | GROUP)) {
      // connect(2) needs the right to write, and nothing else means anything on a socket.
      throw new IllegalArgumentException(
          "give 0600 for the daemon's user alone, or 0660 for the group of the root as well");
    }
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is no such mode
   */
  public static SocketMode parse(String octal) {
    if (!OCTAL.matcher(octal).matches()) {
      throw new IllegalArgumentException("'" + octal + "' is not a file mode such as 0660");
    }
    return new SocketMode(Integer.parseInt(octal, 8));
  }

  /** Whether the root's group shares the root. */
  public boolean groupShares() {
    return (bits & GROUP) != 0;
  }

  @Override
  public String toString() {
    return "0" + Integer.toOctalString(bits);
  }
}
