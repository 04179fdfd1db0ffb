package dev.larder.prove.disk;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What must hold at the next start, whatever came before. */
final class Aftermath {
  private Aftermath() {}

  /** Starts a daemon and ends it in its order; tells what is wrong, or null. */
  static @Nullable String broken(Launch launch, Books books) throws Exception {
    try (Daemon daemon = launch.start()) {
      if (!daemon.awaitReady()) {
        return "it does not start: " + daemon.said();
      }
      String broken = books.broken(daemon);
      if (broken != null) {
        return broken;
      }
      try (Wire wire = Wire.to(daemon.socket())) {
        int status = wire.ask(Request.merge("after", "{\"all\":1}")).status();
        if (status / 100 != 2) {
          return "a write is answered with " + status;
        }
        Patience.until("all is published").until(() -> unpublished(wire) == null);
      } catch (ConditionTimeoutException e) {
        return "a document is not published as it is";
      }
      int exitCode = daemon.stop();
      return exitCode == 0 ? null : "the clean stop ends with " + exitCode;
    }
  }

  /** A document that its file does not hold; null if there is none. */
  private static @Nullable String unpublished(Wire wire) throws IOException {
    for (JsonNode item : wire.ask(Request.get("/v1/stats")).has(200).json().get("documents")) {
      String doc = item.get("name").asString();
      JsonNode held = wire.ask(Request.get("/v1/stats/" + doc)).has(200).json();
      for (JsonNode file : item.get("published")) {
        Path path = Path.of(file.get("path").asString());
        if (!Files.exists(path)
            || !JsonMapper.shared().readTree(Files.readAllBytes(path)).equals(held)) {
          return doc;
        }
      }
      if (item.get("published").isEmpty()) {
        return doc;
      }
    }
    return null;
  }
}
