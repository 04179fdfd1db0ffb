package dev.larder.server.engine;

import java.util.Locale;

/** The kinds of writes, as they are counted, and as the history names them. */
public enum WriteKind {
  MERGE(0),
  PATCH(1),
  PUT(2),
  DELETE(3),
  SETTINGS(4),
  EXPIRY(5);

  private static final WriteKind[] ALL = values();

  private final byte code;

  WriteKind(int code) {
    this.code = (byte) code;
  }

  /** Its number in the journal and in checkpoints; never another kind's. */
  byte code() {
    return code;
  }

  /**
   * The kind of that number.
   *
   * @throws IllegalArgumentException if this version does not know it
   */
  static WriteKind of(byte code) {
    for (WriteKind kind : ALL) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of write is number " + code);
  }

  /** The word for it in the contract. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
