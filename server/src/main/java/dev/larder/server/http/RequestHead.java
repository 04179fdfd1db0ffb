package dev.larder.server.http;

import dev.larder.protocol.Ack;
import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a request, checked: target, host, parameters, and the body's type and length.
 *
 * @param path the decoded segments of the path
 * @param query each parameter once
 */
record RequestHead(
    HttpMethod method,
    String rawPath,
    List<String> path,
    Map<String, List<String>> query,
    HttpHeaders headers) {

  /**
   * Reads the head of a request.
   *
   * @throws RefusedException with {@link Problem.BadRequest} where RFC 9112 says to refuse
   */
  static RequestHead of(HttpRequest request) {
    checkVersion(request.protocolVersion());
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      checkHost(request.headers());
    }
    checkCoding(request.headers());
    String target = request.uri();
    if (!target.startsWith("/")) {
      throw new RefusedException(
          new Problem.BadRequest(
              "The request's target '" + target + "' is not a path.",
              "Send a path that starts with '/' (RFC 9112, section 3.2.1)."));
    }
    try {
      QueryStringDecoder decoder =
          // ';' is a character like any other in a name, and so in a pointer.
          QueryStringDecoder.builder().semicolonIsNormalChar(true).build(target);
      String rawPath = decoder.rawPath();
      List<String> path = new ArrayList<>();
      for (String segment : rawPath.substring(1).split("/", -1)) {
        // In a path '+' stands for itself (RFC 3986); the decoder would read it as a form's space.
        path.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
      }
      return new RequestHead(
          request.method(), rawPath, path, decoder.parameters(), request.headers());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          new Problem.BadRequest(
              "The request's target '" + target + "' has a broken escape.",
              "Write % as %25, and every other escape as % and two hexadecimal digits."));
    }
  }

  /** The path, for the log: but who knows the token in that of a lease could end it. */
  String shownPath() {
    boolean isLease = rawPath.startsWith(Paths.LEASES + "/");
    return isLease ? Paths.LEASES + "/…/" + (path.size() > 3 ? path.get(3) : "") : rawPath;
  }

  /** A later HTTP/1 is for us HTTP/1.1 (RFC 9110, section 2.5). */
  private static void checkVersion(HttpVersion version) {
    if (version.majorVersion() != 1) {
      throw new RefusedException(
          new Problem.BadRequest(
              "The request is " + version + ", which is not spoken here.", "Send it as HTTP/1.1."));
    }
  }

  /** RFC 9112, section 6.1: a coding that is passed over would show the body's end elsewhere. */
  private static void checkCoding(HttpHeaders headers) {
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean known =
        codings.isEmpty()
            || (codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"));
    if (!known) {
      throw new RefusedException(
          new Problem.BadRequest(
              "Transfer-Encoding: " + String.join(", ", codings) + " is not known here.",
              "Send the body in chunks or with its length; compress it by Content-Encoding: gzip."));
    }
  }

  /** RFC 9112, section 3.2: exactly one Host; on a Unix-domain socket any value will do. */
  private static void checkHost(HttpHeaders headers) {
    if (headers.getAll(HttpHeaderNames.HOST).size() != 1) {
      throw new RefusedException(
          new Problem.BadRequest(
              "The request has no Host header, or several.",
              "Send one Host header (RFC 9112, section 3.2)."));
    }
  }

  /**
   * Checks what only the route knows.
   *
   * @throws RefusedException if a parameter is unknown or repeated, or the body's type is wrong
   */
  void check(Route route) {
    for (var parameter : query.entrySet()) {
      if (!route.query().contains(parameter.getKey())) {
        throw new RefusedException(
            new Problem.BadRequest(
                "The parameter '" + parameter.getKey() + "' is not known here.",
                route.query().isEmpty()
                    ? "Leave it out."
                    : "Use " + String.join(", ", route.query()) + ", or leave it out."));
      }
      if (parameter.getValue().size() != 1) {
        throw new RefusedException(
            new Problem.BadRequest(
                "The parameter '" + parameter.getKey() + "' is given several times.",
                "Give it once."));
      }
    }
    if (!route.bodyTypes().isEmpty()) {
      checkType(route.bodyTypes());
    }
  }

  private void checkType(List<String> taken) {
    String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
    if (encoding != null && !isPacked() && !encoding.equalsIgnoreCase("identity")) {
      throw new RefusedException(
          new Problem.UnsupportedMediaType(encoding, taken.get(0) + ", plain or with gzip"));
    }
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type == null) {
      return; // taken for the usual one
    }
    int end = type.indexOf(';');
    String bare = (end < 0 ? type : type.substring(0, end)).strip();
    if (taken.stream().noneMatch(bare::equalsIgnoreCase)) {
      throw new RefusedException(
          new Problem.UnsupportedMediaType(
              bare, String.join(" or ", taken) + " (curl: --json, or -H 'Content-Type: …')"));
    }
  }

  /** Whether the body is gzip; "x-gzip" is the same (RFC 9110, section 8.4.1.3). */
  boolean isPacked() {
    String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
    return "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
  }

  /** Whether the method is more than a look (RFC 9110, section 9.2.1). */
  boolean changesSomething() {
    return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
  }

  Optional<String> parameter(String name) {
    List<String> values = query.get(name);
    return values == null ? Optional.empty() : Optional.of(values.get(0));
  }

  /**
   * Whether a parameter is {@code true}; without it, it is not.
   *
   * @throws RefusedException with {@link Problem.BadRequest} if it is another word than true or
   *     false
   */
  boolean flag(String name) {
    String value = parameter(name).orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new RefusedException(
          new Problem.BadRequest(
              "'" + name + "=" + value + "' is not known.",
              "Use " + name + "=true, or leave it out."));
    }
    return value.equals("true");
  }

  /**
   * When the client wants its write answered.
   *
   * @throws RefusedException for an unknown word
   */
  Ack ack() {
    return parameter("ack").map(Ack::parse).orElse(Ack.DURABLE);
  }
}
