package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.EntryReader;
import dev.larder.server.stats.JsonBounds;
import dev.larder.server.stats.Layout;
import dev.larder.server.stats.Rendering;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents of the server, from bytes and back. */
final class Documents {
  /** Low, so that inputs of a few hundred bytes pass it. */
  static final int DEPTH = 12;

  static final JsonBounds BOUNDS = new JsonBounds(DEPTH, 100);

  /** Smaller than most documents, and no multiple of anything. */
  private static final int PIECE_BYTES = 37;

  private Documents() {}

  /** The entries of an object; null if it is refused. */
  static @Nullable List<Entry> entries(byte[] json) {
    try {
      return EntryReader.read(json, 0, json.length, BOUNDS);
    } catch (RefusedException e) {
      return null;
    }
  }

  static Document of(List<Entry> entries) {
    Document document = new Document();
    var unused = document.apply(Effect.putting(entries));
    return document;
  }

  /** A document's bytes, taken in pieces. */
  static byte[] bytes(Document document, Layout layout) {
    Rendering rendering = document.snapshot().render(layout);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    while (rendering.read(piece)) {
      all.write(piece.array(), 0, piece.position());
      piece.clear();
    }
    return all.toByteArray();
  }

  static byte[] bytes(Document document) {
    return bytes(document, Layout.ONE_LINE);
  }

  /** Of a document that must be valid JSON. */
  static String canonical(Document document) {
    byte[] bytes = bytes(document);
    Json read = Json.read(bytes, Json.DEEPEST);
    if (read == null) {
      throw new Contradiction("a document that is no JSON: " + new String(bytes, UTF_8));
    }
    Contradiction.unlessSame("the length of the document", (long) bytes.length, document.bytes());
    List<Entry> again = EntryReader.read(bytes, 0, bytes.length, new JsonBounds(1000, 100_000));
    Contradiction.unlessSame("the default layout", bytes, bytes(of(again)));
    return read.canonical();
  }
}
