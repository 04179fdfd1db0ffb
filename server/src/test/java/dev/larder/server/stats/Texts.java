package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Text in, text out, for tests. */
final class Texts {
  static final JsonBounds BOUNDS = new JsonBounds(200, 1_000_000);

  private Texts() {}

  static List<Entry> entries(String json) {
    byte[] body = json.getBytes(UTF_8);
    return EntryReader.read(body, 0, body.length, BOUNDS);
  }

  static Entry entry(String json) {
    return entries(json).get(0);
  }

  /** The value as it is kept: in the default layout. */
  static byte[] kept(String value) {
    return entry("{\"v\":" + value + "}").value();
  }

  static Document document(String json) {
    Document document = new Document();
    document.apply(Effect.putting(entries(json)));
    return document;
  }

  static String text(Document document) {
    return text(document.snapshot(), Layout.ONE_LINE);
  }

  static String text(Snapshot snapshot, Layout layout) {
    return text(snapshot.render(layout), 4096);
  }

  static String text(Rendering rendering, int pieceBytes) {
    StringBuilder text = new StringBuilder();
    ByteBuffer piece = ByteBuffer.allocate(pieceBytes);
    // ISO 8859-1 stands for the bytes until all of them are there.
    while (rendering.read(piece)) {
      text.append(new String(piece.array(), 0, piece.position(), ISO_8859_1));
      piece.clear();
    }
    return new String(text.toString().getBytes(ISO_8859_1), UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(Objects.requireNonNull(bytes), UTF_8);
  }
}
