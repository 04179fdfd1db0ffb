package dev.larder.server.stats;

/** Where an entry of a document lies. The slot stays; the entry is that of the last write. */
final class Place {
  final long slot;
  Entry entry;

  Place(long slot, Entry entry) {
    this.slot = slot;
    this.entry = entry;
  }
}
