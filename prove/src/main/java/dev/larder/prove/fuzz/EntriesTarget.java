package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.EntryReader;
import dev.larder.server.stats.JsonBounds;
import dev.larder.server.stats.Layout;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reader of documents: takes what Jackson takes, within its bounds, and keeps each token as it
 * came, spaced as the default layout says.
 */
public final class EntriesTarget implements Target {
  private static final int AROUND = 3;

  /** As {@link EntryReader#read}. */
  @FunctionalInterface
  interface Reader {
    List<Entry> read(byte[] body, int offset, int length, JsonBounds bounds);
  }

  private final Reader reader;

  /** The daemon's. */
  public EntriesTarget() {
    this(EntryReader::read);
  }

  EntriesTarget(Reader reader) {
    this.reader = reader;
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public void feed(byte[] input) {
    Json.Members model = Json.object(input, Documents.DEPTH);
    boolean fits = model != null && model.members().size() <= Documents.BOUNDS.maxEntries();
    List<Entry> entries = read(input);
    Contradiction.unlessSame("whether the text is taken", fits, entries != null);
    if (model == null || entries == null) {
      return;
    }
    Document document = Documents.of(entries);
    Contradiction.unlessSame("its value", model.canonical(), Documents.canonical(document));
    Contradiction.unlessSame("its layout", spaced(input), Documents.bytes(document));
    for (int indent = 0; indent < 3; indent++) {
      Json indented = Json.read(Documents.bytes(document, new Layout(indent)), Documents.DEPTH);
      Contradiction.unlessSame(
          "with an indent", model.canonical(), indented == null ? "" : indented.canonical());
    }
  }

  /** Reads it from the middle of an array, in which what lies around would mend or break it. */
  private @Nullable List<Entry> read(byte[] input) {
    byte[] around = new byte[input.length + 2 * AROUND];
    Arrays.fill(around, (byte) '}');
    System.arraycopy(input, 0, around, AROUND, input.length);
    try {
      return reader.read(around, AROUND, input.length, Documents.BOUNDS);
    } catch (RefusedException e) {
      return null;
    }
  }

  /**
   * The default layout, byte by byte: valid JSON without white space, and its own behind , and :.
   */
  private static byte[] spaced(byte[] json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean inString = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (inString || " \t\r\n".indexOf(b) < 0) {
        out.write(b);
      }
      if (inString && b == '\\') {
        out.write(json[++i]);
      } else if (b == '"') {
        inString = !inString;
      } else if (!inString && (b == ',' || b == ':')) {
        out.write(' ');
      }
    }
    return out.toString(UTF_8).getBytes(UTF_8);
  }
}
