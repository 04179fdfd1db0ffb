package dev.larder.prove.access;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Shell;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** What a builder of ill will puts into its staging. */
final class StagedFiles {
  private static final String KIND = "staged contents";

  private final Scene scene;
  private final Path socket;
  private int keys;

  StagedFiles(Scene scene, Path socket) {
    this.scene = scene;
    this.socket = socket;
  }

  void check(boolean superuser) throws IOException, InterruptedException {
    commit("ln -s $V/file content", 422);
    commit("ln -s $V/folder content", 422);
    commit("mkfifo content", 422);
    commit("mkdir content; mkfifo content/fifo", 422);
    commit("mkdir content; ln -s $V/folder content/out; ln -s / content/root", 200);
    commit("echo it > content; ln -s $V/folder beside; ln -s $V/file meta.json", 200);
    commit("ln $V/file content", 200);
    commit("S=$PWD; cd ..; rmdir $S; ln -s $V/folder $S", 422);
    commit("S=$PWD; cd ..; rmdir $S; mkfifo $S", 422);
    if (superuser) {
      commit("mknod content c 1 5", 422);
    }
  }

  /** Builds by a shell's script in staging, where V is the victim, and forgets the result again. */
  private void commit(String script, int wanted) throws IOException, InterruptedException {
    String id = "staged/k" + ++keys;
    try (Wire stream = Wire.to(socket)) {
      JsonNode grant = stream.open(Request.build(id)).next("granted");
      String in = "V='" + scene.victim() + "'; cd '" + grant.get("staging").asString() + "'; ";
      Shell.run("sh", "-ec", in + script);
      Reply reply =
          ask(Request.of("POST", "/v1/leases/" + grant.get("token").asString() + "/commit"));
      String promise = "a commit of '" + script + "' was answered " + reply.status();
      scene.check(KIND, promise, reply.status() == wanted);
    }
    ask(Request.get("/v1/workspaces/" + id + "/content"));
    ask(Request.of("DELETE", "/v1/workspaces/" + id + "/lease"));
    ask(Request.of("DELETE", "/v1/workspaces/" + id + "?force=true"));
    scene.checkVictim("a commit of: " + script);
  }

  private Reply ask(Request request) throws IOException {
    try (Wire wire = Wire.to(socket)) {
      return wire.ask(request);
    }
  }
}
