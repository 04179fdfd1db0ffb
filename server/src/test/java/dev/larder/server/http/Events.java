package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An open stream of server-sent events, as a reader of the standard reads it. One thread. */
final class Events implements AutoCloseable {
  private final Wire wire;

  /**
   * One event.
   *
   * @param id its {@code id}; empty where it has none
   */
  record Event(String id, String name, JsonNode data) {
    long version() {
      return data.get("version").asLong();
    }

    long first() {
      return data.get("first").asLong();
    }
  }

  private Events(Wire wire) {
    this.wire = wire;
  }

  /** Opens the stream at that path, on a connection of its own. */
  static Events of(LiveDaemon daemon, String path) throws IOException {
    return of(daemon, Call.get(path));
  }

  static Events of(LiveDaemon daemon, Call call) throws IOException {
    return on(daemon.connect(), call);
  }

  /** Opens the stream on a connection. */
  static Events on(Wire wire, Call call) throws IOException {
    return new Events(wire.open(call));
  }

  /** The data of each event of a stream's text, which ends behind an event. */
  static List<JsonNode> dataOf(String text) {
    List<JsonNode> all = new ArrayList<>();
    for (String event : text.split("\n\n", -1)) {
      List<String> lines =
          event.lines().filter(line -> !line.isEmpty() && !line.matches("(:|retry: ).*")).toList();
      if (!lines.isEmpty()) {
        assertThat(lines).as(event).hasSize(3);
        assertThat(lines.get(0)).matches("id: [0-9a-z-]+");
        JsonNode data = JsonMapper.shared().readTree(lines.get(2).substring("data: ".length()));
        assertThat(lines.get(1)).isEqualTo("event: " + data.get("event").asString());
        assertThat(lines.get(2)).startsWith("data: ");
        all.add(data);
      }
    }
    return all;
  }

  /** The next event, which must come. */
  Event next() throws IOException {
    String id = "";
    String name = "";
    while (true) {
      String line = line();
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        JsonNode data = JsonMapper.shared().readTree(line.substring(6));
        if (!data.get("event").asString().equals(name)) {
          throw new AssertionError("The data is not of the event " + name + ": " + data);
        }
        return new Event(id, name, data);
      }
    }
  }

  /** The next event, which must be of that name. */
  Event next(String name) throws IOException {
    Event event = next();
    if (!event.name().equals(name)) {
      throw new AssertionError("Not '" + name + "': " + event);
    }
    return event;
  }

  /** The next line, whatever it is. */
  String line() throws IOException {
    return wire.streamLine();
  }

  /** Whether the stream ends here, in its order. */
  boolean ends() throws IOException {
    while (true) {
      int next = wire.streamByte();
      if (next < 0) {
        return true;
      } else if (next != '\n') {
        return false;
      }
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
