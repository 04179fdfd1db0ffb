package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * One top-level member of a document: its decoded name, and its bytes in the default layout.
 * Immutable, any thread.
 */
public final class Entry {
  private final String name;
  private final byte[] member;
  private final int valueAt;

  /** When it was written to its document; 0 as long as it was not. */
  private final long writtenMs;

  /** Keeps the array; the caller never writes to it again. */
  Entry(String name, byte[] member, int valueAt) {
    this(name, member, valueAt, 0);
  }

  private Entry(String name, byte[] member, int valueAt, long writtenMs) {
    this.name = name;
    this.member = member;
    this.valueAt = valueAt;
    this.writtenMs = writtenMs;
  }

  /**
   * An entry from bytes that were one before: as a journal or a checkpoint kept them.
   *
   * @param member as {@link #member} gave it; the caller never writes to it again
   * @param valueAt as {@link #valueAt} gave it
   */
  public static Entry of(byte[] member, int valueAt) {
    return new Entry(Tokens.decode(member, 0, valueAt - Tokens.COLON_BYTES), member, valueAt);
  }

  /** The same, as a checkpoint kept it: written to its document at that time. */
  public static Entry of(byte[] member, int valueAt, long writtenMs) {
    return new Entry(
        Tokens.decode(member, 0, valueAt - Tokens.COLON_BYTES), member, valueAt, writtenMs);
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

  /** When it was last written to its document, in milliseconds since 1970-01-01 UTC. */
  public long writtenMs() {
    return writtenMs;
  }

  /** A copy of the value's bytes. */
  public byte[] value() {
    return Arrays.copyOfRange(member, valueAt, member.length);
  }

  /** Whether the value is the literal {@code null}. */
  public boolean isNull() {
    return member[valueAt] == 'n';
  }

  /**
   * This entry as it replaces another one of its name: the name's token stays as it was first
   * spelled, and of the two equal names the one that the index holds lives on.
   */
  Entry inPlaceOf(Entry old, long atMs) {
    if (Arrays.equals(member, 0, valueAt, old.member, 0, old.valueAt)) {
      return new Entry(old.name, member, valueAt, atMs);
    }
    byte[] respelled = Arrays.copyOf(old.member, old.valueAt + member.length - valueAt);
    System.arraycopy(member, valueAt, respelled, old.valueAt, member.length - valueAt);
    return new Entry(old.name, respelled, old.valueAt, atMs);
  }

  /** This entry as it is written at that time. */
  Entry writtenAt(long atMs) {
    return new Entry(name, member, valueAt, atMs);
  }

  @Override
  public String toString() {
    return new String(member, UTF_8);
  }
}
