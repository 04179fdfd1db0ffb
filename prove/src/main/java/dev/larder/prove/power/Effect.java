package dev.larder.prove.power;

import java.nio.charset.StandardCharsets;

/**
 * What one call changes in one file or folder. A rename is two: an entry that comes, and one that
 * goes, each of its own folder.
 *
 * @param node the file or folder, by its number in the recording
 * @param started the line at which it may have begun to happen
 * @param ended the line from which on a force covers it
 * @param forced the line from which on no loss of power can take it back; {@link SystemCall#NEVER}
 *     if there is none
 */
record Effect(int node, int started, int ended, int forced, Act act) {
  /** The kinds. */
  sealed interface Act permits Write, Resize, Mode, Entry {}

  /** Bytes at a place. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Write(long at, byte[] bytes) implements Act {
    @Override
    public String toString() {
      return bytes.length + " bytes at " + at;
    }
  }

  /** Another length, in bytes. */
  record Resize(long bytes) implements Act {
    @Override
    public String toString() {
      return "length " + bytes;
    }
  }

  /** Other permission bits. */
  record Mode(int mode) implements Act {
    @Override
    public String toString() {
      return "mode " + Integer.toOctalString(mode);
    }
  }

  /** A name in a folder that now leads to a node; to {@link #NOTHING} if it is gone. */
  record Entry(String name, int target) implements Act {
    /** No node. */
    static final int NOTHING = -1;

    @Override
    public String toString() {
      return (target == NOTHING ? "no " : "entry ") + name;
    }
  }

  Effect forcedAt(int line) {
    return new Effect(node, started, ended, line, act);
  }

  /** Whether a force of that kind makes it durable: fdatasync(2) covers bytes and lengths alone. */
  boolean isCoveredBy(boolean dataOnly) {
    return !(dataOnly && act instanceof Mode);
  }

  /** Whether it may have happened before that line. */
  boolean mayBeThereAt(int cut) {
    return started < cut;
  }

  /** Whether it must be there if the power goes before that line. */
  boolean isForcedAt(int cut) {
    return forced < cut;
  }

  /** Whether it changes names, and not what is under them. */
  boolean isOfFolder() {
    return act instanceof Entry;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
