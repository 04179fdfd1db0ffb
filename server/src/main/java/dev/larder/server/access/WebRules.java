package dev.larder.server.access;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps a browser's pages of other sites away from a TCP port. Immutable; any thread.
 *
 * <p>A page that makes its own name point to this machine (DNS rebinding) is of the same origin in
 * the browser's eyes, and is known by its {@code Host} alone: so that must be a name of ours, or an
 * address, which nobody can make point elsewhere. Any other page's request bears an {@code Origin}
 * (RFC 6454, section 7; the Fetch standard, section 3.2), or at least {@code Sec-Fetch-Site} (W3C
 * Fetch Metadata).
 */
public final class WebRules {
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
  private static final Pattern PORT = Pattern.compile("[0-9]{0,5}");

  /** What a browser says of a request that a page of our own, or the person, has made. */
  private static final Set<String> OUR_SITE = Set.of("same-origin", "none");

  private final Set<String> names = new HashSet<>();
  private final String scheme;
  private final String usualPort;

  /**
   * Rules for one listener.
   *
   * @param names further host names of this daemon
   */
  public WebRules(boolean tls, Iterable<String> names) {
    this.scheme = tls ? "https://" : "http://";
    this.usualPort = tls ? ":443" : ":80";
    this.names.add("localhost");
    names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Holds a request to the rules.
   *
   * @param hosts the values of Host
   * @param origins the values of Origin
   * @param sites the values of Sec-Fetch-Site
   * @throws RefusedException with {@link Problem.WrongHost} or {@link Problem.ForeignOrigin}
   */
  public void check(List<String> hosts, List<String> origins, List<String> sites) {
    String host = String.join(", ", hosts).toLowerCase(Locale.ROOT);
    if (hosts.size() != 1 || !isOurs(host)) {
      throw new RefusedException(new Problem.WrongHost(host));
    }
    for (String origin : origins) {
      if (!withoutUsualPort(origin.toLowerCase(Locale.ROOT))
          .equals(withoutUsualPort(scheme + host))) {
        throw new RefusedException(new Problem.ForeignOrigin(origin));
      }
    }
    for (String site : sites) {
      // "same-site" is another port or name of this very machine: nothing of ours either.
      if (!OUR_SITE.contains(site)) {
        throw new RefusedException(new Problem.ForeignOrigin(site));
      }
    }
  }

  private boolean isOurs(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    String name = end > 0 ? host.substring(0, end) : host;
    String port = host.substring(name.length());
    boolean portFits =
        port.isEmpty() || (port.charAt(0) == ':' && PORT.matcher(port.substring(1)).matches());
    return portFits
        && (names.contains(name) || IPV4.matcher(name).matches() || IPV6.matcher(name).matches());
  }

  private String withoutUsualPort(String origin) {
    return origin.endsWith(usualPort)
        ? origin.substring(0, origin.length() - usualPort.length())
        : origin;
  }
}
