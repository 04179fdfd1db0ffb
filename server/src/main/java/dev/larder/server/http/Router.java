package dev.larder.server.http;

import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the route of a request. A path that matches no template is not found; one that matches, but
 * with another method, is told which methods it has. Immutable once built.
 */
public final class Router {
  /** The routes of one template, with its segments split once. */
  private record Resource(List<String> segments, Map<HttpMethod, Route> byMethod) {
    boolean matches(List<String> path) {
      if (path.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        if (!Route.isParameter(segments.get(i)) && !segments.get(i).equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }

    List<String> allowed() {
      return byMethod.keySet().stream()
          .flatMap(
              method ->
                  method.equals(HttpMethod.GET)
                      ? Stream.of(method.name(), HttpMethod.HEAD.name())
                      : Stream.of(method.name()))
          .toList();
    }
  }

  private final List<Route> routes;
  private final List<Resource> resources = new ArrayList<>();

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
    // In this order a word goes before a name in its place: '{' comes behind all letters.
    Map<String, Resource> byTemplate = new TreeMap<>();
    for (Route route : routes) {
      byTemplate
          .computeIfAbsent(
              route.template(), template -> new Resource(route.segments(), new TreeMap<>()))
          .byMethod()
          .put(route.method(), route);
    }
    resources.addAll(byTemplate.values());
  }

  /**
   * The route of a method and a path.
   *
   * @param path the segments, decoded
   * @throws RefusedException with {@link Problem.NotFound} or {@link Problem.MethodNotAllowed}
   */
  Route route(HttpMethod method, List<String> path, String rawPath) {
    HttpMethod wanted = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    for (Resource resource : resources) {
      if (resource.matches(path)) {
        Route route = resource.byMethod().get(wanted);
        if (route == null) {
          throw new RefusedException(
              new Problem.MethodNotAllowed(method.name(), rawPath, resource.allowed()));
        }
        return route;
      }
    }
    throw new RefusedException(
        new Problem.NotFound(
            "path", rawPath, "GET " + Paths.OPENAPI_YAML + " names the paths of this daemon."));
  }

  /** Every operation, for the test that holds the contract to them. */
  List<Route> routes() {
    return routes;
  }
}
