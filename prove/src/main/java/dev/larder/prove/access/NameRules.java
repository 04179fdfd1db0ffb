package dev.larder.prove.access;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Names that try to leave the root, in every place that takes one. */
final class NameRules {
  private static final String KIND = "names that try to leave";

  /** As they stand in a URL. */
  private static final List<String> NAMES =
      List.of(
          "..",
          ".",
          "...",
          ".hidden",
          "%2e%2e",
          "%2E%2E%2Fvictim%2Ffile",
          "..%2f..%2fvictim",
          "..%5c..%5cvictim",
          "%252e%252e%252fvictim",
          "a%2f..%2f..%2fb",
          "a..b",
          "%00",
          "a%00.json",
          "%c0%ae%c0%ae%c0%af",
          "%ef%bc%8e%ef%bc%8e",
          "%e2%80%ae",
          "%ff",
          "%zz",
          "%2",
          "a%0d%0ab",
          "-rf",
          "~root",
          "$HOME",
          "a;b",
          "a".repeat(201),
          "%61".repeat(201));

  private static final List<Request> PLACES =
      List.of(
          Request.get("/v1/stats/NAME"),
          Request.of("PUT", "/v1/stats/NAME").json("{}"),
          Request.of("DELETE", "/v1/stats/NAME"),
          Request.of("POST", "/v1/stats/NAME/merge").json("{}"),
          Request.of("PUT", "/v1/stats/NAME/settings").json("{}"),
          Request.get("/v1/workspaces/NAME"),
          Request.of("PUT", "/v1/workspaces/NAME/settings").json("{}"),
          Request.of("POST", "/v1/workspaces/NAME/k/build"),
          Request.of("POST", "/v1/workspaces/w/NAME/build"),
          Request.get("/v1/workspaces/w/NAME/content"),
          Request.of("DELETE", "/v1/workspaces/w/NAME"),
          Request.of("DELETE", "/v1/workspaces/w/NAME/lease"),
          Request.of("PUT", "/v1/workspaces/w/k/pins/NAME"),
          Request.of("PUT", "/v1/leases/NAME/content").body(new byte[1]),
          Request.of("POST", "/v1/leases/NAME/commit"));

  private static final List<String> PUBLISH_PATHS =
      List.of("", "relative.json", "../victim/file", "/", "/a\\u0000b");

  private final Scene scene;
  private final Path socket;

  NameRules(Scene scene, Path socket) {
    this.scene = scene;
    this.socket = socket;
  }

  void check() throws IOException, InterruptedException {
    for (Request place : PLACES) {
      for (String name : NAMES) {
        String target = place.target().replace("NAME", name);
        refused(new Request(place.method(), target, place.headers(), place.body()));
      }
    }
    refused(Request.of("POST", "/v1/batch").json("{\"merges\":{\"../victim/x\":{}}}"));
    ask(Request.merge("published", "{}")).has(201);
    for (String path : PUBLISH_PATHS) {
      refused(
          Request.of("PUT", "/v1/stats/published/settings").json("{\"publish\":\"" + path + "\"}"));
    }
    scene.checkVictim("names");
  }

  private void refused(Request request) throws IOException {
    int status = ask(request).status();
    scene.check(KIND, request + " was answered " + status, status >= 400 && status < 500);
  }

  private Reply ask(Request request) throws IOException {
    try (Wire wire = Wire.to(socket)) {
      return wire.ask(request);
    }
  }
}
