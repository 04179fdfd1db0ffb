package dev.larder.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.Builder;
import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Messages;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.journal.Payload;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.workspaces.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes as bytes: the payloads of journal records. All numbers are big-endian.
 *
 * <pre>
 * change    = kind:u8 body
 * body      = 3 Removed     doc version:i64
 *           | 5 LeaseTaken  token:text fence:i64 name:text key:text pid:i64 host:text time:i64
 *           | 6 LeaseEnded  fence:i64
 *           | 7 Put         doc version:i64 at:i64 entries names
 *           | 8 Replaced    doc version:i64 at:i64 entries
 *           | 9 Configured  doc version:i64 at:i64 settings:text entries names
 *           | 10 Together   count:i32 change*                (none of them Together)
 * at        = milliseconds since 1970-01-01 UTC
 * doc       = text
 * entries   = count:i32 entry*
 * entry     = length:i32 valueAt:i32 member[length]     (member as it stands in the document)
 * names     = count:i32 text*
 * text      = length:i32 UTF-8[length]
 * settings  = DocumentSettings as JSON
 * </pre>
 *
 * <p>1, 2 and 4 were kinds without a time, of no released version; they are not to be used again.
 * Any thread.
 */
final class ChangeCodec {
  private static final byte REMOVED = 3;
  private static final byte LEASE_TAKEN = 5;
  private static final byte LEASE_ENDED = 6;
  private static final byte PUT = 7;
  private static final byte REPLACED = 8;
  private static final byte CONFIGURED = 9;
  private static final byte TOGETHER = 10;

  private ChangeCodec() {}

  /** The change as a payload that is copied once, into the journal's buffer. */
  static Payload payload(Change change) {
    if (change instanceof Change.Put put) {
      return document(PUT, put)
          .number(put.effect().atMs())
          .entries(put.effect().put())
          .names(put.effect().removed());
    } else if (change instanceof Change.Replaced replaced) {
      return document(REPLACED, replaced).number(replaced.atMs()).entries(replaced.entries());
    } else if (change instanceof Change.Removed removed) {
      return document(REMOVED, removed);
    } else if (change instanceof Change.Configured configured) {
      return document(CONFIGURED, configured)
          .number(configured.effect().atMs())
          .bytes(Messages.write(configured.settings()))
          .entries(configured.effect().put())
          .names(configured.effect().removed());
    } else if (change instanceof Change.LeaseTaken taken) {
      return leaseFields(new Fields(LEASE_TAKEN), taken.lease());
    } else if (change instanceof Change.LeaseEnded ended) {
      return new Fields(LEASE_ENDED).number(ended.fence());
    } else if (change instanceof Change.Together together) {
      return new Fields(TOGETHER).changes(together.parts());
    }
    throw new AssertionError("A change without a kind: " + change);
  }

  private static Fields document(byte kind, Change.OfDocument change) {
    return new Fields(kind).text(change.doc().value()).number(change.version());
  }

  private static Fields leaseFields(Fields fields, Lease lease) {
    return fields
        .text(lease.token())
        .number(lease.fence())
        .text(lease.id().name().value())
        .text(lease.id().key().value())
        .number(lease.builder().pid())
        .text(lease.builder().host())
        .number(lease.grantedAtMs());
  }

  /**
   * Reads a payload that {@link #payload} wrote.
   *
   * @throws IllegalArgumentException if it is of a kind that this version does not know
   */
  static Change read(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case PUT -> {
        DocName doc = doc(in);
        long version = in.getLong();
        long atMs = in.getLong();
        yield new Change.Put(doc, version, readEffect(in, atMs));
      }
      case REPLACED -> {
        DocName doc = doc(in);
        long version = in.getLong();
        long atMs = in.getLong();
        yield new Change.Replaced(doc, version, readEntries(in), atMs);
      }
      case REMOVED -> new Change.Removed(doc(in), in.getLong());
      case CONFIGURED -> {
        DocName doc = doc(in);
        long version = in.getLong();
        long atMs = in.getLong();
        DocumentSettings settings = Messages.readAnswer(readBytes(in), DocumentSettings.class);
        yield new Change.Configured(doc, version, settings, readEffect(in, atMs));
      }
      case LEASE_TAKEN -> new Change.LeaseTaken(readLease(in));
      case LEASE_ENDED -> new Change.LeaseEnded(in.getLong());
      case TOGETHER -> new Change.Together(readChanges(in));
      default ->
          throw new IllegalArgumentException(
              "The journal holds a change of kind "
                  + kind
                  + ", which this version does not know; start the version that wrote it.");
    };
  }

  private static List<Change> readChanges(ByteBuffer in) {
    int count = in.getInt();
    List<Change> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      changes.add(read(in));
    }
    return changes;
  }

  private static Effect readEffect(ByteBuffer in, long atMs) {
    List<Entry> put = readEntries(in);
    return new Effect(put, readNames(in), atMs);
  }

  private static Lease readLease(ByteBuffer in) {
    return new Lease(
        readText(in),
        in.getLong(),
        WorkspaceId.parse(readText(in), readText(in)),
        new Builder(in.getLong(), readText(in)),
        in.getLong());
  }

  private static DocName doc(ByteBuffer in) {
    return DocName.parse(readText(in));
  }

  private static List<Entry> readEntries(ByteBuffer in) {
    int count = in.getInt();
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = in.getInt();
      int valueAt = in.getInt();
      byte[] member = new byte[length];
      in.get(member);
      entries.add(Entry.of(member, valueAt));
    }
    return entries;
  }

  private static List<String> readNames(ByteBuffer in) {
    int count = in.getInt();
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(readText(in));
    }
    return names;
  }

  private static String readText(ByteBuffer in) {
    return new String(readBytes(in), UTF_8);
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  /** A change's fields, in order, with the length that they will have. */
  private static final class Fields implements Payload {
    private interface Field {
      void writeTo(ByteBuffer out);
    }

    private final List<Field> fields = new ArrayList<>(8);
    private int bytes = 1;

    Fields(byte kind) {
      fields.add(out -> out.put(kind)); // its byte is counted above
    }

    Fields number(long value) {
      return add(Long.BYTES, out -> out.putLong(value));
    }

    Fields text(String value) {
      return bytes(value.getBytes(UTF_8));
    }

    Fields bytes(byte[] value) {
      return add(Integer.BYTES + value.length, out -> out.putInt(value.length).put(value));
    }

    Fields entries(List<Entry> entries) {
      int length = Integer.BYTES;
      for (Entry entry : entries) {
        length = Math.addExact(length, 2 * Integer.BYTES + entry.member().length);
      }
      return add(
          length,
          out -> {
            out.putInt(entries.size());
            for (Entry entry : entries) {
              out.putInt(entry.member().length).putInt(entry.valueAt()).put(entry.member());
            }
          });
    }

    Fields changes(List<Change> changes) {
      add(Integer.BYTES, out -> out.putInt(changes.size()));
      for (Change change : changes) {
        Payload payload = payload(change);
        add(payload.bytes(), payload::writeTo);
      }
      return this;
    }

    Fields names(List<String> names) {
      add(Integer.BYTES, out -> out.putInt(names.size()));
      names.forEach(this::text);
      return this;
    }

    private Fields add(int length, Field field) {
      bytes = Math.addExact(bytes, length);
      fields.add(field);
      return this;
    }

    @Override
    public int bytes() {
      return bytes;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      fields.forEach(field -> field.writeTo(target));
    }
  }
}
