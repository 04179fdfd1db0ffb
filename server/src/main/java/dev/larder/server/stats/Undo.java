package dev.larder.server.stats;

/** What {@link Document#undo} needs to take back one apply. */
public final class Undo {
  Undo() {}
}
