package dev.larder.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.Builder;
import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Messages;
import dev.larder.protocol.PinName;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import dev.larder.protocol.WorkspaceSettings;
import dev.larder.server.journal.Payload;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.Pins;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;

/**
 * Changes as bytes: the payloads of journal records. All numbers are big-endian.
 *
 * <pre>
 * change    = kind:u8 body
 * body      = 5 LeaseTaken  token:text fence:i64 name:text key:text pid:i64 host:text time:i64
 *                           expires:i64                 (milliseconds as time; the greatest for never)
 *           | 6 LeaseEnded  fence:i64
 *           | 10 Together   count:i32 change*                (none of them Together)
 *           | 11 Remembered high:i64 low:i64 request:i64 at:i64 answer:text   (FirstAnswer)
 *           | 12 WorkspaceConfigured  name:text workspaceSettings:text
 *           | 13 Pinned     name:text key:text pin:text expires:i64  (2^63-1: never)
 *           | 14 Unpinned   name:text key:text pin:text
 *           | 15 Put        write entries names
 *           | 16 Replaced   write entries
 *           | 17 Removed    write
 *           | 18 Configured write settings:text entries names
 * write     = doc:text version:i64 at:i64 how:u8 who:text
 * at        = milliseconds since 1970-01-01 UTC
 * how       = WriteKind's code
 * entries   = count:i32 entry*
 * entry     = length:i32 valueAt:i32 member[length]     (member as it stands in the document)
 * names     = count:i32 text*
 * text      = length:i32 UTF-8[length]
 * settings  = DocumentSettings as JSON
 * workspaceSettings = WorkspaceSettings as JSON
 * </pre>
 *
 * <p>1 to 4 and 7 to 9 were kinds that did not tell when, how and by whom, of no released version;
 * they are not to be used again. Any thread.
 */
final class ChangeCodec {
  private static final byte LEASE_TAKEN = 5;
  private static final byte LEASE_ENDED = 6;
  private static final byte TOGETHER = 10;
  private static final byte REMEMBERED = 11;
  private static final byte WORKSPACE_CONFIGURED = 12;
  private static final byte PINNED = 13;
  private static final byte UNPINNED = 14;
  private static final byte PUT = 15;
  private static final byte REPLACED = 16;
  private static final byte REMOVED = 17;
  private static final byte CONFIGURED = 18;

  private ChangeCodec() {}

  /** The change as a payload that is copied once, into the journal's buffer. */
  static Payload payload(Change change) {
    if (change instanceof Change.Put put) {
      return document(PUT, put).entries(put.effect().put()).names(put.effect().removed());
    } else if (change instanceof Change.Replaced replaced) {
      return document(REPLACED, replaced).entries(replaced.entries());
    } else if (change instanceof Change.Removed removed) {
      return document(REMOVED, removed);
    } else if (change instanceof Change.Configured configured) {
      return document(CONFIGURED, configured)
          .bytes(Messages.write(configured.settings()))
          .entries(configured.effect().put())
          .names(configured.effect().removed());
    } else if (change instanceof Change.WorkspaceConfigured configured) {
      return new Fields(WORKSPACE_CONFIGURED)
          .text(configured.name().value())
          .bytes(Messages.write(configured.settings()));
    } else if (change instanceof Change.LeaseTaken taken) {
      return leaseFields(new Fields(LEASE_TAKEN), taken.lease());
    } else if (change instanceof Change.LeaseEnded ended) {
      return new Fields(LEASE_ENDED).number(ended.fence());
    } else if (change instanceof Change.Together together) {
      return new Fields(TOGETHER).changes(together.parts());
    } else if (change instanceof Change.Remembered remembered) {
      return key(new Fields(REMEMBERED), remembered.key())
          .number(remembered.atMs())
          .bytes(remembered.answer());
    } else if (change instanceof Change.Pinned pinned) {
      Pins.Pin pin = pinned.pin();
      return pin(PINNED, pin.id(), pin.name()).number(pin.expiresAtMs());
    } else if (change instanceof Change.Unpinned unpinned) {
      return pin(UNPINNED, unpinned.id(), unpinned.name());
    }
    throw new AssertionError("A change without a kind: " + change);
  }

  private static Fields document(byte kind, Change.OfDocument change) {
    return new Fields(kind)
        .text(change.doc().value())
        .number(change.version())
        .number(change.atMs())
        .octet(change.origin().kind().code())
        .text(change.origin().who());
  }

  private static Fields key(Fields fields, OnceKey key) {
    return fields.number(key.high()).number(key.low()).number(key.request());
  }

  private static Fields pin(byte kind, WorkspaceId id, PinName name) {
    return new Fields(kind).text(id.name().value()).text(id.key().value()).text(name.value());
  }

  private static Fields leaseFields(Fields fields, Lease lease) {
    return fields
        .text(lease.token())
        .number(lease.fence())
        .text(lease.id().name().value())
        .text(lease.id().key().value())
        .number(lease.builder().pid())
        .text(lease.builder().host())
        .number(lease.grantedAtMs())
        .number(lease.expiresAtMs());
  }

  /**
   * Reads a payload that {@link #payload} wrote. What it takes of memory is bounded by the payload,
   * whatever lengths stand in it.
   *
   * @throws IllegalArgumentException if it is of a kind that this version does not know, or is none
   */
  static Change read(ByteBuffer in) {
    try {
      return readKind(in.get(), in);
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | RefusedException
        | JacksonException e) {
      throw new IllegalArgumentException(
          "The record is whole, and yet holds no change that this version knows", e);
    }
  }

  private static Change readKind(byte kind, ByteBuffer in) {
    return switch (kind) {
      case PUT, REPLACED, REMOVED, CONFIGURED -> readOfDocument(kind, in);
      case WORKSPACE_CONFIGURED ->
          new Change.WorkspaceConfigured(
              WorkspaceName.parse(readText(in)),
              Messages.readAnswer(readBytes(in), WorkspaceSettings.class));
      case LEASE_TAKEN -> new Change.LeaseTaken(readLease(in));
      case LEASE_ENDED -> new Change.LeaseEnded(in.getLong());
      case TOGETHER -> new Change.Together(readChanges(in));
      case REMEMBERED ->
          new Change.Remembered(
              new OnceKey(in.getLong(), in.getLong(), in.getLong()), in.getLong(), readBytes(in));
      case PINNED ->
          new Change.Pinned(new Pins.Pin(readId(in), PinName.parse(readText(in)), in.getLong()));
      case UNPINNED -> new Change.Unpinned(readId(in), PinName.parse(readText(in)));
      default ->
          throw new IllegalArgumentException(
              "The journal holds a change of kind "
                  + kind
                  + ", which this version does not know; start the version that wrote it.");
    };
  }

  private static Change readOfDocument(byte kind, ByteBuffer in) {
    DocName doc = doc(in);
    long version = in.getLong();
    long atMs = in.getLong();
    Origin origin = new Origin(WriteKind.of(in.get()), readText(in));
    return switch (kind) {
      case PUT -> new Change.Put(doc, version, origin, readEffect(in, atMs));
      case REPLACED -> new Change.Replaced(doc, version, origin, readEntries(in), atMs);
      case REMOVED -> new Change.Removed(doc, version, origin, atMs);
      default -> {
        DocumentSettings settings = Messages.readAnswer(readBytes(in), DocumentSettings.class);
        yield new Change.Configured(doc, version, origin, settings, readEffect(in, atMs));
      }
    };
  }

  private static List<Change> readChanges(ByteBuffer in) {
    int count = readCount(in, Byte.BYTES);
    List<Change> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte kind = in.get();
      if (kind == TOGETHER) {
        throw new IllegalArgumentException("Changes that are one already stand within others");
      }
      changes.add(readKind(kind, in));
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
        readId(in),
        new Builder(in.getLong(), readText(in)),
        in.getLong(),
        // Without one it was written before there were deadlines.
        in.hasRemaining() ? in.getLong() : Lease.NEVER);
  }

  private static WorkspaceId readId(ByteBuffer in) {
    return WorkspaceId.parse(readText(in), readText(in));
  }

  private static DocName doc(ByteBuffer in) {
    return DocName.parse(readText(in));
  }

  private static List<Entry> readEntries(ByteBuffer in) {
    int count = readCount(in, 2 * Integer.BYTES);
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = readCount(in, Byte.BYTES);
      int valueAt = Objects.checkIndex(in.getInt(), length);
      byte[] member = new byte[length];
      in.get(member);
      entries.add(Entry.of(member, valueAt));
    }
    return entries;
  }

  private static List<String> readNames(ByteBuffer in) {
    int count = readCount(in, Integer.BYTES);
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
    byte[] bytes = new byte[readCount(in, Byte.BYTES)];
    in.get(bytes);
    return bytes;
  }

  /**
   * A number of things that are still to come.
   *
   * @param leastBytes what each takes at least
   */
  private static int readCount(ByteBuffer in, int leastBytes) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / leastBytes) {
      throw new IllegalArgumentException("A length of " + count + " is beyond the record's end");
    }
    return count;
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

    Fields octet(byte value) {
      return add(Byte.BYTES, out -> out.put(value));
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
