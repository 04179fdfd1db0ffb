package dev.larder.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.Builder;
import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Messages;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.Snapshot;
import dev.larder.server.workspaces.Lease;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint's parts hold. All numbers are big-endian; {@code text} is length:i32 UTF-8.
 *
 * <pre>
 * part "document.NAME"  = version:i64 settings:text count:i64 entry*
 * entry                 = length:i32 valueAt:i32 member[length]
 * part "state"          = fence:i64 leases:i32 lease* floor:i64 tombstones:i32 tombstone*
 * lease                 = token:text fence:i64 name:text key:text pid:i64 host:text time:i64
 * tombstone             = doc:text version:i64
 * </pre>
 *
 * <p>Any thread.
 */
final class CheckpointCodec {
  /** The part that holds everything but the documents. */
  static final String STATE = "state";

  private static final String DOCUMENT_PREFIX = "document.";

  /** Entries are put into a restored document so many at a time. */
  private static final int RESTORE_ENTRIES = 1024;

  private CheckpointCodec() {}

  static String partOf(DocName doc) {
    return DOCUMENT_PREFIX + doc.value();
  }

  static boolean isDocument(String part) {
    return part.startsWith(DOCUMENT_PREFIX);
  }

  static DocName docOf(String part) {
    return DocName.parse(part.substring(DOCUMENT_PREFIX.length()));
  }

  /** A document as it was when a checkpoint began. */
  record Frozen(DocName doc, long version, DocumentSettings settings, Snapshot content) {
    void writeTo(OutputStream target) throws IOException {
      DataOutputStream out = new DataOutputStream(target);
      out.writeLong(version);
      writeBytes(out, Messages.write(settings));
      out.writeLong(content.entries());
      for (Entry entry : content) {
        out.writeInt(entry.member().length);
        out.writeInt(entry.valueAt());
        out.write(entry.member());
      }
      out.flush();
    }
  }

  static OpenDocument readDocument(DocName doc, InputStream source) throws IOException {
    DataInputStream in = new DataInputStream(source);
    long version = in.readLong();
    DocumentSettings settings = Messages.readAnswer(readBytes(in), DocumentSettings.class);
    Document content = new Document();
    List<Entry> some = new ArrayList<>(RESTORE_ENTRIES);
    for (long left = in.readLong(); left > 0; left--) {
      int length = in.readInt();
      int valueAt = in.readInt();
      some.add(Entry.of(readFully(in, length), valueAt));
      if (some.size() == RESTORE_ENTRIES || left == 1) {
        content.apply(Effect.putting(List.copyOf(some)));
        some.clear();
      }
    }
    return OpenDocument.restored(doc, version, settings, content);
  }

  /** Leases and tombstones, encoded at once: they are few, and the engine goes on changing them. */
  static void writeState(LeaseTable leases, Tombstones tombstones, OutputStream target)
      throws IOException {
    DataOutputStream out = new DataOutputStream(target);
    out.writeLong(leases.fence());
    out.writeInt(leases.held().size());
    for (Lease lease : leases.held()) {
      writeText(out, lease.token());
      out.writeLong(lease.fence());
      writeText(out, lease.id().name().value());
      writeText(out, lease.id().key().value());
      out.writeLong(lease.builder().pid());
      writeText(out, lease.builder().host());
      out.writeLong(lease.grantedAtMs());
    }
    out.writeLong(tombstones.floor());
    out.writeInt(tombstones.versions().size());
    for (var tombstone : tombstones.versions().entrySet()) {
      writeText(out, tombstone.getKey().value());
      out.writeLong(tombstone.getValue());
    }
    out.flush();
  }

  static void readState(InputStream source, OpenLeases leases, Tombstones tombstones)
      throws IOException {
    DataInputStream in = new DataInputStream(source);
    leases.fenceAtLeast(in.readLong());
    for (int left = in.readInt(); left > 0; left--) {
      leases.taken(
          new Lease(
              readText(in),
              in.readLong(),
              WorkspaceId.parse(readText(in), readText(in)),
              new Builder(in.readLong(), readText(in)),
              in.readLong()));
    }
    tombstones.floor(in.readLong());
    for (int left = in.readInt(); left > 0; left--) {
      tombstones.bury(DocName.parse(readText(in)), in.readLong());
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(UTF_8));
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), UTF_8);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return readFully(in, in.readInt());
  }

  private static byte[] readFully(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("A checkpoint's part ends too early");
    }
    return bytes;
  }
}
