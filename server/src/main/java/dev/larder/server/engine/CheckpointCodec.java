package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Messages;
import dev.larder.protocol.RefusedException;
import dev.larder.server.journal.PartReader;
import dev.larder.server.journal.Payload;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.Snapshot;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.Pins;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * What a checkpoint's parts hold. All numbers are big-endian; {@code text} is length:i32 UTF-8.
 *
 * <pre>
 * part "document.NAME"  = format:i64 version:i64 settings:text count:i64 entry*
 * format                = -2                            (before it, the part began with the version)
 * entry                 = length:i32 valueAt:i32 written:i64 member[length]
 * written               = milliseconds since 1970-01-01 UTC
 * part "keys"           = (length:i32 record[length])* 0:i32     (records: see KeyLog)
 * part "state"          = fence:i64 floor:i64 count:i32 change*
 * change                = length:i32 payload[length]
 *                         (as in the journal: LeaseTaken of each open lease, Removed of each tombstone,
 *                         WorkspaceConfigured of each workspace that has settings, Pinned of each pin by
 *                         name)
 * part "history"        = {@link HistoryCodec}
 * </pre>
 *
 * <p>Any thread.
 */
final class CheckpointCodec {
  /** The part that holds everything but the documents and their history. */
  static final String STATE = "state";

  /** The part of the requests that are done once. */
  static final String KEYS = "keys";

  /** Of a document's part; below 0, since no version is. */
  private static final long FORMAT = -2;

  private static final String DOCUMENT_PREFIX = "document.";

  /** Who removed a document is in the history. */
  private static final Origin BURIED = new Origin(WriteKind.DELETE, "");

  /** Entries are put into a restored document so many at a time. */
  private static final int RESTORE_ENTRIES = 1024;

  private CheckpointCodec() {}

  /**
   * The same reader, failing in one way only: by an IOException that names the part. A CRC that is
   * right says that a part is as it was written, and not by whom.
   */
  static PartReader told(String part, PartReader reader) {
    return in -> {
      try {
        reader.read(in);
      } catch (IllegalArgumentException
          | IndexOutOfBoundsException
          | RefusedException
          | JacksonException e) {
        throw new IOException(
            "The checkpoint's part '" + part + "' is whole, and yet not what this version writes",
            e);
      }
    };
  }

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
      out.writeLong(FORMAT);
      out.writeLong(version);
      writeBytes(out, Messages.write(settings));
      out.writeLong(content.entries());
      for (Entry entry : content) {
        out.writeInt(entry.member().length);
        out.writeInt(entry.valueAt());
        out.writeLong(entry.writtenMs());
        out.write(entry.member());
      }
      out.flush();
    }
  }

  static OpenDocument readDocument(DocName doc, InputStream source) throws IOException {
    DataInputStream in = new DataInputStream(source);
    long format = in.readLong();
    if (format != FORMAT) {
      throw new IOException(
          "The checkpoint of '"
              + doc
              + "' is in another format than this version's; start the version that wrote it");
    }
    long version = in.readLong();
    DocumentSettings settings = Messages.readAnswer(readBytes(in), DocumentSettings.class);
    Document content = new Document();
    List<Entry> some = new ArrayList<>(RESTORE_ENTRIES);
    long entries = in.readLong();
    if (entries < 0) {
      throw new IllegalArgumentException("There cannot be " + entries + " entries");
    }
    for (long left = entries; left > 0; left--) {
      int length = in.readInt();
      int valueAt = Objects.checkIndex(in.readInt(), length);
      long writtenMs = in.readLong();
      some.add(Entry.of(readFully(in, length), valueAt, writtenMs));
      if (some.size() == RESTORE_ENTRIES || left == 1) {
        content.apply(Effect.putting(List.copyOf(some)));
        some.clear();
      }
    }
    return OpenDocument.restored(doc, version, settings, content);
  }

  /**
   * Leases, tombstones, settings and pins, encoded at once: they are few, and the engine goes on
   * changing them.
   */
  static void writeState(
      LeaseTable leases,
      Tombstones tombstones,
      WorkspaceTable workspaces,
      Pins pins,
      OutputStream target)
      throws IOException {
    DataOutputStream out = new DataOutputStream(target);
    out.writeLong(leases.fence());
    out.writeLong(tombstones.floor());
    out.writeInt(
        leases.held().size()
            + tombstones.versions().size()
            + workspaces.all().size()
            + pins.count());
    for (Lease lease : leases.held()) {
      writeChange(out, new Change.LeaseTaken(lease));
    }
    for (var tombstone : tombstones.versions().entrySet()) {
      writeChange(out, new Change.Removed(tombstone.getKey(), tombstone.getValue(), BURIED, 0));
    }
    for (var settings : workspaces.all().entrySet()) {
      writeChange(out, new Change.WorkspaceConfigured(settings.getKey(), settings.getValue()));
    }
    for (Pins.Pin pin : pins.all()) {
      writeChange(out, new Change.Pinned(pin));
    }
    out.flush();
  }

  /**
   * Reads what {@link #writeState} wrote.
   *
   * @param applied is given each change, in order
   */
  static void readState(
      InputStream source, OpenLeases leases, Tombstones tombstones, Consumer<Change> applied)
      throws IOException {
    DataInputStream in = new DataInputStream(source);
    leases.fenceAtLeast(in.readLong());
    tombstones.floor(in.readLong());
    for (int left = readCount(in); left > 0; left--) {
      applied.accept(ChangeCodec.read(ByteBuffer.wrap(readBytes(in))));
    }
  }

  /** In stretches as they lie in memory, since there may be a million of them. */
  static void writeKeys(List<ByteBuffer> stretches, OutputStream target) throws IOException {
    DataOutputStream out = new DataOutputStream(target);
    for (ByteBuffer stretch : stretches) {
      byte[] bytes = new byte[stretch.limit()];
      stretch.get(0, bytes);
      writeBytes(out, bytes);
    }
    out.writeInt(0);
    out.flush();
  }

  static void readKeys(InputStream source, Keys keys) throws IOException {
    DataInputStream in = new DataInputStream(source);
    for (byte[] bytes = readBytes(in); bytes.length > 0; bytes = readBytes(in)) {
      KeyLog.read(ByteBuffer.wrap(bytes)).forEach(keys::recover);
    }
  }

  private static void writeChange(DataOutputStream out, Change change) throws IOException {
    Payload payload = ChangeCodec.payload(change);
    ByteBuffer bytes = ByteBuffer.allocate(payload.bytes());
    payload.writeTo(bytes);
    writeBytes(out, bytes.array());
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** How many things follow; below 0 it would pass for none of them. */
  static int readCount(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IllegalArgumentException("There cannot be " + count + " of anything");
    }
    return count;
  }

  static byte[] readBytes(DataInputStream in) throws IOException {
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
