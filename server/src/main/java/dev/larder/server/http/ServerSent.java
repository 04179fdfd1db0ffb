package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** Server-sent events as bytes: WHATWG HTML, section 9.2.5. Any thread. */
final class ServerSent {
  /** A comment, which says only that the stream is alive. */
  static final byte[] HEARTBEAT = ascii(":\n\n");

  /** How long a reader that lost its stream waits before it comes again, in milliseconds. */
  static final byte[] RETRY = ascii("retry: 1000\n\n");

  private ServerSent() {}

  /**
   * One event.
   *
   * @param id what {@code Last-Event-ID} will say of it
   * @param data on one line
   */
  static byte[] event(String name, String id, byte[] data) {
    byte[] head = ascii("id: " + id + "\nevent: " + name + "\ndata: ");
    ByteArrayOutputStream event = new ByteArrayOutputStream(head.length + data.length + 2);
    event.writeBytes(head);
    event.writeBytes(data);
    event.write('\n');
    event.write('\n');
    return event.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
