package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.Precondition;
import dev.larder.server.engine.Precondition.Kind;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads If-Match and If-None-Match (RFC 9110, section 13.1); an ETag is {@code "<version>"}. */
final class Preconditions {
  /**
   * One member of a list of tags (RFC 9110, section 8.8.3), right behind the one before it; a
   * member may be empty (section 5.6.1).
   */
  private static final Pattern MEMBER = Pattern.compile("\\G\\s*(?:(W/)?\"([^\"]*)\")?\\s*(?:,|$)");

  private static final int WEAK = 1;
  private static final int OPAQUE = 2;

  /** A version as we write it; no version has more digits. */
  private static final Pattern OURS = Pattern.compile("[1-9][0-9]{0,17}");

  private Preconditions() {}

  /**
   * Whether the client has what it asks for: If-None-Match (RFC 9110, section 13.1.2), compared
   * weakly, of things whose tags hold no comma.
   *
   * @param ours whether a tag, with its quotes, is one of the thing as it is now
   */
  static boolean isKnown(HttpHeaders headers, Predicate<String> ours) {
    return headers.getAll(HttpHeaderNames.IF_NONE_MATCH).stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || ours.test(tag));
  }

  /**
   * The condition of a write.
   *
   * @throws RefusedException with {@link Problem.BadRequest} if both headers are there
   */
  static Precondition ofWrite(HttpHeaders headers) {
    List<String> match = headers.getAll(HttpHeaderNames.IF_MATCH);
    List<String> noneMatch = headers.getAll(HttpHeaderNames.IF_NONE_MATCH);
    if (!match.isEmpty() && !noneMatch.isEmpty()) {
      throw new RefusedException(
          new Problem.BadRequest(
              "If-Match and If-None-Match are both given.", "Send one of the two."));
    }
    if (!match.isEmpty()) {
      return read("If-Match", String.join(", ", match), Kind.EXISTS, Kind.AT_ONE_OF, false);
    }
    return noneMatch.isEmpty() ? Precondition.NONE : ofRead(headers);
  }

  /** If-None-Match of a read: where it does not hold, the client's copy is still good (304). */
  static Precondition ofRead(HttpHeaders headers) {
    List<String> noneMatch = headers.getAll(HttpHeaderNames.IF_NONE_MATCH);
    return noneMatch.isEmpty()
        ? Precondition.NONE
        : read("If-None-Match", String.join(", ", noneMatch), Kind.ABSENT, Kind.AT_NONE_OF, true);
  }

  /**
   * @param weak whether weak tags may match: never for If-Match (RFC 9110, section 8.8.3.2)
   */
  private static Precondition read(String header, String value, Kind any, Kind list, boolean weak) {
    String text = header + ": " + value;
    if (value.strip().equals("*")) {
      return new Precondition(any, Set.of(), text);
    }
    Set<Long> versions = new HashSet<>();
    int end = 0;
    for (Matcher member = MEMBER.matcher(value); member.find(); end = member.end()) {
      if (member.group(OPAQUE) != null && (weak || member.group(WEAK) == null)) {
        versions.add(version(member.group(OPAQUE)));
      }
    }
    if (end < value.length()) {
      throw new RefusedException(
          new Problem.BadRequest(
              "'" + text + "' is not a list of ETags.",
              "Send the ETag as it came, with its quotes: If-Match: \"7\"."));
    }
    return new Precondition(list, Set.copyOf(versions), text);
  }

  /** A tag that is none of ours matches no version. */
  private static long version(String opaque) {
    return OURS.matcher(opaque).matches() ? Long.parseLong(opaque) : -1;
  }
}
