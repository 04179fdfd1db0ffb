package dev.larder.prove.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Sha256;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Every operation of the contract, with no token, a wrong one, and one that only reads. */
final class TokenRules {
  static final String WRITER = "writer-secret-of-this-run";
  private static final String READER = "reader-secret-of-this-run";
  private static final String KIND = "operations tried by token";
  private static final Set<String> PROBES = Set.of("/healthz", "/readyz");
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final Scene scene;
  private final InetSocketAddress address;

  TokenRules(Scene scene, InetSocketAddress address) {
    this.scene = scene;
    this.address = address;
  }

  /** The tokens file. */
  static String file() {
    return "writer rw sha256:" + sha256(WRITER) + "\nreader ro sha256:" + sha256(READER) + "\n";
  }

  void check() throws IOException {
    JsonNode contract = ask(Request.get("/openapi.json"), WRITER).has(200).json();
    for (Map.Entry<String, JsonNode> path : contract.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          String method = operation.getKey().toUpperCase(Locale.ROOT);
          check(Request.of(method, path.getKey().replaceAll("\\{[a-z]+}", "x")));
        }
      }
    }
  }

  private void check(Request request) throws IOException {
    boolean probe = PROBES.contains(request.target());
    boolean reads = request.method().equals("GET");
    status(request, "", probe ? List.of(200) : List.of(401));
    status(request, "wrong", probe ? List.of(200) : List.of(401));
    if (!reads) {
      status(request, READER, List.of(403));
    } else if (!request.target().endsWith("/events")) { // a stream, if there were anything
      status(request, READER, List.of(200, 404));
    }
  }

  private void status(Request request, String token, List<Integer> wanted) throws IOException {
    int status = ask(request, token).status();
    String promise = request + " with the token '" + token + "' was answered " + status;
    scene.check(KIND, promise, wanted.contains(status));
  }

  /** Each on a connection of its own. */
  Reply ask(Request request, String token) throws IOException {
    Request local =
        new Request(request.method(), request.target(), List.of("Host: localhost"), new byte[0]);
    if (request.body().length > 0) {
      local = local.with("Content-Type: application/json").body(request.body());
    }
    if (!token.isEmpty()) {
      local = local.with("Authorization: Bearer " + token);
    }
    try (Wire wire = Wire.to(address)) {
      return wire.ask(local);
    }
  }

  private static String sha256(String token) {
    return Sha256.of(token.getBytes(US_ASCII));
  }
}
