package dev.larder.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of the daemon's file of tokens, and what its bearer may do: {@code NAME ro|rw [PREFIX]
 * sha256:HEX}, parted by blanks. The token itself stands nowhere: it has 256 random bits, so that
 * its plain digest gives nothing away.
 *
 * @param name who it is, for the log
 * @param scope what may be done
 * @param prefix what the names of documents and workspaces must begin with; null for all
 * @param sha256 the token's digest, 64 hexadecimal digits in lower case
 */
public record TokenGrant(String name, Scope scope, @Nullable String prefix, String sha256) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final String DIGEST_SCHEME = "sha256:";
  private static final int TOKEN_BYTES = 32;

  /**
   * What every new token starts with, so that it is known for what it is where it should not be.
   */
  private static final String TOKEN_START = "larder_";

  /** What may be done with what the prefix leaves. */
  public enum Scope {
    /** Only GET and HEAD. */
    RO,
    /** Everything. */
    RW;

    /**
     * Reads its text form, {@code ro} or {@code rw}.
     *
     * @throws IllegalArgumentException for another word
     */
    public static Scope parse(String text) {
      return switch (text) {
        case "ro" -> RO;
        case "rw" -> RW;
        default -> throw new IllegalArgumentException("the scope '" + text + "' is not ro or rw");
      };
    }

    @Override
    public String toString() {
      return this == RO ? "ro" : "rw";
    }
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one of them is malformed; the message says which
   */
  public TokenGrant {
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "the digest is not 64 hexadecimal digits ('larder token new' prints it)");
    }
    for (String text : prefix == null ? new String[] {name} : new String[] {name, prefix}) {
      try {
        NameRule.check("token", text);
      } catch (RefusedException e) {
        throw new IllegalArgumentException(
            "'" + text + "' is not a name or a prefix. " + e.problem().action(), e);
      }
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is malformed; the message says how, without the digest
   */
  public static TokenGrant parse(String line) {
    String[] parts = line.strip().split("\\s+", -1);
    if (parts.length < 3 || parts.length > 4) {
      throw new IllegalArgumentException("it is not of the form NAME ro|rw [PREFIX] sha256:HEX");
    }
    String digest = parts[parts.length - 1];
    if (!digest.startsWith(DIGEST_SCHEME)) {
      throw new IllegalArgumentException("its last word does not begin with " + DIGEST_SCHEME);
    }
    return new TokenGrant(
        parts[0],
        Scope.parse(parts[1]),
        parts.length == 4 ? parts[2] : null,
        digest.substring(DIGEST_SCHEME.length()).toLowerCase(Locale.ROOT));
  }

  /** A token that nobody can guess: 43 characters of base64url (RFC 4648) behind its start. */
  public static String newToken() {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return TOKEN_START + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** The digest of a token, as {@link #sha256} has it. */
  public static String digest(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }

  /** Whether a name is within the prefix. */
  public boolean covers(String documentOrWorkspace) {
    return prefix == null || documentOrWorkspace.startsWith(prefix);
  }

  /** The line. */
  @Override
  public String toString() {
    return name + " " + scope + (prefix == null ? "" : " " + prefix) + " " + DIGEST_SCHEME + sha256;
  }
}
