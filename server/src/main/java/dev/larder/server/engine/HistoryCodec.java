package dev.larder.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.DocName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The history as a part of a checkpoint. All numbers are big-endian; {@code text} is length:i32
 * UTF-8.
 *
 * <pre>
 * part "history" = documents:i32 (doc:text count:i32 version*)*     (a document's oldest first)
 * version        = number:i64 how:u8 at:i64 who:text put:names removed:names more:i32
 * names          = count:i32 text*
 * how, at, who   = as in the journal
 * </pre>
 *
 * <p>A checkpoint without this part is one of a daemon that kept no history. Any thread.
 */
final class HistoryCodec {
  /** The part's name. */
  static final String PART = "history";

  private HistoryCodec() {}

  static void write(Map<DocName, List<Version>> history, OutputStream target) throws IOException {
    DataOutputStream out = new DataOutputStream(target);
    out.writeInt(history.size());
    for (var document : history.entrySet()) {
      writeText(out, document.getKey().value());
      out.writeInt(document.getValue().size());
      for (Version version : document.getValue()) {
        write(out, version);
      }
    }
    out.flush();
  }

  private static void write(DataOutputStream out, Version version) throws IOException {
    out.writeLong(version.number());
    out.writeByte(version.kind().code());
    out.writeLong(version.atMs());
    writeText(out, version.who());
    writeNames(out, version.put());
    writeNames(out, version.removed());
    out.writeInt(version.more());
  }

  static void read(InputStream source, History history) throws IOException {
    DataInputStream in = new DataInputStream(source);
    for (int documents = CheckpointCodec.readCount(in); documents > 0; documents--) {
      DocName doc = DocName.parse(readText(in));
      for (int versions = CheckpointCodec.readCount(in); versions > 0; versions--) {
        history.add(doc, readVersion(in));
      }
    }
  }

  private static Version readVersion(DataInputStream in) throws IOException {
    long number = in.readLong();
    WriteKind kind = WriteKind.of(in.readByte());
    long atMs = in.readLong();
    String who = readText(in);
    List<String> put = readNames(in);
    return new Version(number, kind, atMs, who, put, readNames(in), in.readInt(), null);
  }

  private static void writeNames(DataOutputStream out, List<String> names) throws IOException {
    out.writeInt(names.size());
    for (String name : names) {
      writeText(out, name);
    }
  }

  private static List<String> readNames(DataInputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int left = CheckpointCodec.readCount(in); left > 0; left--) {
      names.add(readText(in));
    }
    return List.copyOf(names);
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(CheckpointCodec.readBytes(in), UTF_8);
  }
}
