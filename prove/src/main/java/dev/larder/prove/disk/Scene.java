package dev.larder.prove.disk;

import dev.larder.testbed.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** A piece of the daemon's work that touches files. */
enum Scene {
  /** On a folder that is not there. */
  FIRST_START("start", List.of()) {
    @Override
    void act(Stage stage) {}
  },

  /** On a root that a kill has left, with something of everything in it. */
  START("start", List.of()) {
    @Override
    void act(Stage stage) {}
  },

  WRITE("write", List.of()) {
    @Override
    void act(Stage stage) {
      stage.merge("timings", "durable", 200, "");
      stage.merge("timings", "published", 200, "?ack=published");
    }
  },

  /** Entries that are too large for one segment together. */
  CHECKPOINT("segment, checkpoint", List.of()) {
    private static final int ENTRY_BYTES = 40_000;

    @Override
    void act(Stage stage) {
      stage.merge("large", "even", ENTRY_BYTES, "");
      stage.merge("large", "odd", ENTRY_BYTES, "");
    }

    @Override
    boolean isSettled(Stage stage) throws IOException {
      return stage.hasCheckpoint();
    }
  },

  ELSEWHERE("settings, publish elsewhere", List.of()) {
    @Override
    void act(Stage stage) {
      String path = stage.elsewhere().resolve("placed.json").toString();
      String json = "{\"publish\":\"" + path + "\",\"indent\":2,\"mode\":\"0640\"}";
      stage.ask(Request.of("PUT", "/v1/stats/placed/settings?ack=published").json(json));
      stage.merge("placed", "e", 200, "?ack=published");
    }
  },

  REMOVE("remove a document", List.of()) {
    @Override
    void prepare(Stage stage) {
      stage.merge("gone", "e", 20, "?ack=published");
    }

    @Override
    void act(Stage stage) {
      stage.remove("gone");
    }
  },

  GRANT("grant, fail", List.of()) {
    @Override
    void act(Stage stage) throws IOException {
      if (stage.lease("b/fails-" + stage.play())) {
        stage.stageContent("half of it", false);
        stage.fail();
      }
    }

    @Override
    boolean isSettled(Stage stage) {
      return Files.notExists(stage.staging());
    }
  },

  COMMIT("commit a file", List.of()) {
    @Override
    void prepare(Stage stage) throws IOException {
      stage.lease(stage.id("files"));
      stage.stageContent("a file", false);
    }

    @Override
    void act(Stage stage) {
      stage.commit(stage.id("files"), "a file");
    }
  },

  COMMIT_FOLDER("commit a folder", List.of()) {
    @Override
    void prepare(Stage stage) throws IOException {
      stage.lease(stage.id("folders"));
      stage.stageContent("two files", true);
    }

    @Override
    void act(Stage stage) {
      stage.commit(stage.id("folders"), "two files");
    }
  },

  UPLOAD("upload, commit", List.of()) {
    @Override
    void prepare(Stage stage) {
      stage.lease(stage.id("sent"));
    }

    @Override
    void act(Stage stage) {
      stage.upload("sent");
      stage.commit(stage.id("sent"), "sent");
    }
  },

  FORGET("forget a result", List.of()) {
    @Override
    void prepare(Stage stage) throws IOException {
      build(stage, stage.id("forgotten"));
    }

    @Override
    void act(Stage stage) {
      stage.forget(stage.id("forgotten"));
    }
  },

  EVICT("evict a result", List.of()) {
    @Override
    void prepare(Stage stage) throws IOException {
      build(stage, stage.id("evicted"));
    }

    @Override
    void act(Stage stage) {
      stage.evict("evicted", "k" + stage.play());
    }

    @Override
    boolean isSettled(Stage stage) {
      return Files.notExists(
          stage.daemon().root().resolve("workspaces").resolve(stage.id("evicted")));
    }
  },

  /** With a change that is not published yet. */
  STOP("stop", List.of("--publish-delay", "30s")) {
    @Override
    void act(Stage stage) throws IOException, InterruptedException {
      stage.merge("timings", "first", 20, "");
      stage.merge("timings", "second", 20, "");
      if (!stage.statuses().contains(0)) { // else a fault has ended it already
        stage.daemon().signal("TERM");
      }
      stage.daemon().awaitExit();
    }
  };

  private final String phase;

  @SuppressWarnings("ImmutableEnumChecker") // a list that never changes: List.of
  private final List<String> options;

  Scene(String phase, List<String> options) {
    this.phase = phase;
    this.options = options;
  }

  /** What it is, in the table. */
  String phase() {
    return phase;
  }

  /** Options of the daemon that it needs. */
  List<String> options() {
    return options;
  }

  /** Whether the daemon's start is what is played. */
  boolean isStart() {
    return this == START || this == FIRST_START;
  }

  /**
   * Whether its answers stand on the journal. A result is there by its rename, which a full journal
   * does not take back: that its lease has ended is found out by the next start.
   */
  boolean isOfDocuments() {
    return this == WRITE || this == CHECKPOINT || this == ELSEWHERE || this == REMOVE;
  }

  /** What has to be there; no fault comes here. */
  void prepare(Stage stage) throws IOException {}

  /** The work. */
  abstract void act(Stage stage) throws IOException, InterruptedException;

  /** Whether what goes on behind the answers has come to its end. */
  boolean isSettled(Stage stage) throws IOException {
    return true;
  }

  /** Builds a result from the lease to the commit. */
  static void build(Stage stage, String id) throws IOException {
    stage.lease(id);
    stage.stageContent("built", false);
    stage.commit(id, "built");
  }
}
