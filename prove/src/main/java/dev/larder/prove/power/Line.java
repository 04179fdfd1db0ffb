package dev.larder.prove.power;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A client's connection, by the number that the trace gives it too: connections are made one after
 * the other, each answered before the next, and an answer is awaited before the next request. One
 * thread.
 */
final class Line implements AutoCloseable {
  private final Wire wire;
  private final int connection;
  private int answers;

  private Line(Wire wire, int connection) {
    this.wire = wire;
    this.connection = connection;
  }

  /** An answer by its place in the trace: the connection's number, and the answer's in it. */
  record Place(int connection, int answer) {}

  /** Makes connections to one daemon. Any thread. */
  static final class Switchboard {
    private final Path socket;
    private int made;

    /**
     * @param made how many connections there were in the daemon's earlier lives
     */
    Switchboard(Path socket, int made) {
      this.socket = socket;
      this.made = made;
    }

    /** A new connection, which the daemon has accepted. */
    synchronized Line connect() throws IOException {
      Line line = new Line(Wire.to(socket), made);
      made++;
      line.ask(Request.get("/healthz")).has(200);
      return line;
    }

    synchronized int made() {
      return made;
    }
  }

  /** Sends a request and reads its answer. */
  Reply ask(Request request) throws IOException {
    answers++;
    return wire.ask(request);
  }

  /** Where the next request's answer will be. */
  Place next() {
    return new Place(connection, answers);
  }

  /** Opens a build stream. */
  Wire open(Request request) throws IOException {
    answers++;
    return wire.open(request);
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
