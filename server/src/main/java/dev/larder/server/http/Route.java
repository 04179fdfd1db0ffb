package dev.larder.server.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Set;

/**
 * One operation of the contract.
 *
 * @param method GET also serves HEAD
 * @param template the path; a segment in braces stands for any one segment
 * @param query the parameters that it knows
 * @param bodyTypes the media types of its body, the usual one first; empty where it takes none
 * @param streamed whether the handler takes the body as it comes, see {@link Exchange#upload}
 */
record Route(
    HttpMethod method,
    String template,
    Set<String> query,
    List<String> bodyTypes,
    Handler handler,
    boolean streamed) {
  /** An operation whose body is taken whole, before the handler is called. */
  Route(
      HttpMethod method,
      String template,
      Set<String> query,
      List<String> bodyTypes,
      Handler handler) {
    this(method, template, query, bodyTypes, handler, false);
  }

  /** The operation, as {@code METHOD template}. */
  String name() {
    return method + " " + template;
  }

  /** The template's segments. */
  List<String> segments() {
    return List.of(template.substring(1).split("/", -1));
  }

  /** Which segment names a document or a workspace; -1 where none does. */
  int nameSegment() {
    List<String> segments = segments();
    return Math.max(segments.indexOf("{doc}"), segments.indexOf("{name}"));
  }

  static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }
}
