package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentEvent;
import dev.larder.protocol.Messages;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Follower;
import dev.larder.server.engine.Following;
import dev.larder.server.engine.Version;
import dev.larder.server.stats.Entry;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A document that is watched. Immutable; any thread.
 *
 * @param withValues whether the entries are told, beside their names
 */
record DocumentTopic(Engine engine, DocName doc, boolean withValues) implements Topic<Version> {
  /** Values of one event; above it there are names only. */
  private static final int VALUE_BYTES = 64 * 1024;

  /** Events that are told in one go, each by itself, in bytes for one reader and for all. */
  private static final int GO_BYTES = 64 * 1024;

  private static final long GO_BYTES_OF_ALL = 512 * 1024;

  /** More in one go are told as one in any case. */
  private static final int GO_EVENTS = 256;

  @Override
  public CompletionStage<Following<Version>> follow(Follower<Version> follower) {
    return engine.overview(overview -> overview.feed().follow(doc, follower));
  }

  @Override
  public void unfollow(Follower<Version> follower) {
    var unused =
        engine.overview(
            overview -> {
              overview.feed().unfollow(doc, follower);
              return true;
            });
  }

  @Override
  public long number(Version version) {
    return version.number();
  }

  @Override
  public Version kept(Version version) {
    boolean keepsValues = withValues && valueBytes(version.values()) <= VALUE_BYTES;
    return keepsValues ? version : version.withoutValues();
  }

  @Override
  public int bytes(Version version) {
    return version.bytes() + (version.values() == null ? 0 : (int) valueBytes(version.values()));
  }

  private static long valueBytes(@Nullable List<Entry> values) {
    long bytes = 0;
    if (values != null) {
      for (Entry entry : values) {
        bytes += entry.member().length;
      }
    }
    return bytes;
  }

  @Override
  public byte[] open(long current) {
    return event("open", current, Messages.write(new DocumentEvent.Open(current)));
  }

  @Override
  public byte[] reload(long current) {
    return event("reload", current, Messages.write(new DocumentEvent.Reload(current)));
  }

  @Override
  public byte[] news(List<Version> versions, int watchers) {
    if (versions.size() <= GO_EVENTS) {
      ByteArrayOutputStream each = new ByteArrayOutputStream(256 * versions.size());
      for (Version version : versions) {
        each.writeBytes(change(Versions.of(version)));
        boolean tooMuch = each.size() > GO_BYTES || (long) each.size() * watchers > GO_BYTES_OF_ALL;
        if (tooMuch && versions.size() > 1) {
          return together(versions);
        }
      }
      return each.toByteArray();
    }
    return together(versions);
  }

  private byte[] together(List<Version> versions) {
    Versions one = Versions.together(versions, VALUE_BYTES);
    return one == null ? reload(versions.get(versions.size() - 1).number()) : change(one);
  }

  private byte[] change(Versions versions) {
    byte[] change = Messages.write(message(versions));
    List<Entry> values = versions.values();
    byte[] data = withValues && values != null ? withEntries(change, values) : change;
    return event("change", versions.last(), data);
  }

  /** The change as a message, without its values. */
  static DocumentEvent.Change message(Versions versions) {
    return new DocumentEvent.Change(
        versions.last(),
        versions.first(),
        versions.kind() == null ? null : versions.kind().word(),
        Instant.ofEpochMilli(versions.atMs()),
        versions.who(),
        versions.put(),
        versions.removed(),
        versions.more(),
        null);
  }

  /** Adds the entries to the message as they stand in the document, byte for byte. */
  private static byte[] withEntries(byte[] change, List<Entry> values) {
    ByteArrayOutputStream data = new ByteArrayOutputStream(change.length + 256);
    data.write(change, 0, change.length - 1);
    data.writeBytes(",\"entries\":{".getBytes(US_ASCII));
    String comma = "";
    for (Entry entry : values) {
      data.writeBytes(comma.getBytes(US_ASCII));
      data.writeBytes(entry.member());
      comma = ", ";
    }
    data.writeBytes("}}".getBytes(US_ASCII));
    return data.toByteArray();
  }

  private static byte[] event(String name, long version, byte[] data) {
    return ServerSent.event(name, Long.toString(version), data);
  }
}
