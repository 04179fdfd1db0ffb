package dev.larder.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6) as the daemon writes them: lines end with a
 * line feed, and an event's data is one line. One thread.
 */
final class EventReader {
  /** Far longer than any event: only nonsense has no end of line by then. */
  private static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

  private final InputStream body;

  /** An event; its data says what it is. */
  @SuppressWarnings("ArrayRecordComponent") // Read once, and never compared.
  record Event(@Nullable String id, byte[] data) {}

  EventReader(InputStream body) {
    this.body = body;
  }

  /**
   * The next event; comments are passed over.
   *
   * @throws EOFException if the daemon ended the stream
   */
  Event next() throws IOException {
    String id = null;
    byte[] data = null;
    while (true) {
      byte[] line = line();
      if (line.length == 0) {
        if (data != null) {
          return new Event(id, data);
        }
        id = null;
      } else if (starts(line, "id: ")) {
        id = new String(line, 4, line.length - 4, UTF_8);
      } else if (starts(line, "data: ")) {
        data = new byte[line.length - 6];
        System.arraycopy(line, 6, data, 0, data.length);
      }
    }
  }

  private static boolean starts(byte[] line, String with) {
    return line.length >= with.length() && new String(line, 0, with.length(), UTF_8).equals(with);
  }

  private byte[] line() throws IOException {
    var line = new ByteArrayOutputStream(256);
    while (line.size() < MAX_LINE_BYTES) {
      int next = body.read();
      if (next < 0) {
        throw new EOFException("The event stream ended");
      } else if (next == '\n') {
        return line.toByteArray();
      }
      line.write(next);
    }
    throw new LarderException.WrongProtocol(
        "The daemon sent an event of over " + MAX_LINE_BYTES + " bytes.", null);
  }
}
