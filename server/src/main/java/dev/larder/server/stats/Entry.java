package dev.larder.server.stats;

import java.util.Arrays;

/**
 * One top-level member of a document: its decoded name, and its bytes in the default layout.
 * Immutable, any thread.
 */
public final class Entry {
  private final String name;
  private final byte[] member;
  private final int valueAt;

  /** Keeps the array; the caller never writes to it again. */
  Entry(String name, byte[] member, int valueAt) {
    this.name = name;
    this.member = member;
    this.valueAt = valueAt;
  }

  /** The name with its escapes decoded: what makes two entries the same. */
  public String name() {
    return name;
  }

  /**
   * The bytes as they stand in a document: the name's token as it came, {@code ": "}, the value.
   * This is the entry's own array, for reading only.
   */
  public byte[] member() {
    return member;
  }

  /** Where the value starts in {@link #member}; it ends with the array. */
  public int valueAt() {
    return valueAt;
  }

  /** A copy of the value's bytes. */
  public byte[] value() {
    return Arrays.copyOfRange(member, valueAt, member.length);
  }

  /** Whether the value is the literal {@code null}. */
  public boolean isNull() {
    return member[valueAt] == 'n';
  }

  /** The same bytes under an equal name that is already held, so that only one copy of it lives. */
  Entry named(String sameName) {
    return new Entry(sameName, member, valueAt);
  }

  @Override
  public String toString() {
    return new String(member, java.nio.charset.StandardCharsets.UTF_8);
  }
}
