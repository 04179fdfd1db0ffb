package dev.larder.server.stats;

import org.jspecify.annotations.Nullable;

/**
 * A stats document. One thread, the engine's.
 *
 * <p>An entry gets the next slot when it first arrives and keeps it until it is removed; slots are
 * never given twice, so their order is that of the entries, and taking back a removal puts the
 * entry where it was. {@link NameIndex} finds an entry by its name, {@link Slots} keeps the order
 * and makes the snapshots; neither ever does work that grows with the document.
 */
public final class Document {
  /**
   * What an entry takes beside its bytes: itself, its place, its name once more, four headers of
   * objects and its share of the index and of the slots. Measured: 1,380,000 entries of 10 bytes
   * filled 256 MB.
   */
  private static final long ENTRY_MEMORY_BYTES = 192;

  private final NameIndex index = new NameIndex();
  private final Slots slots = new Slots();
  private long nextSlot;
  private long entries;

  /** The lengths of all members, without what stands between and around them. */
  private long memberBytes;

  /** How many applies there were, less those taken back. */
  private long applied;

  /** What all entries took that were replaced or removed so far, about, in bytes. */
  private long replacedBytes;

  /** The newest snapshot, as long as it is still true. */
  private @Nullable Snapshot current;

  /** An empty document. */
  public Document() {}

  /** An empty document in the place of another one, all of which it replaces. */
  public Document(Document before) {
    replacedBytes = before.replacedBytes + before.memoryBytes();
  }

  /** How many entries there are. */
  public long entries() {
    return entries;
  }

  /** The length of the whole document in the default layout, in bytes, exact. */
  public long bytes() {
    long separators = entries == 0 ? 0 : (entries - 1) * Tokens.COMMA_BYTES;
    return Rendering.BRACES_BYTES + memberBytes + separators;
  }

  /** What it takes in memory, about, in bytes; the slots of entries that left do not count. */
  public long memoryBytes() {
    return bytes() + ENTRY_MEMORY_BYTES * entries;
  }

  /** The entry of that name. */
  public @Nullable Entry get(String name) {
    Place place = index.get(name);
    return place == null ? null : place.entry;
  }

  /** Does what the effect says, at a cost that grows with the effect and not with the document. */
  public Undo apply(Effect effect) {
    applied++;
    Undo undo = new Undo(applied, nextSlot, effect.put().size() + effect.removed().size());
    for (Entry entry : effect.put()) {
      long atMs = effect.atMs() == 0 ? entry.writtenMs() : effect.atMs();
      Place place = index.get(entry.name());
      if (place == null) {
        Entry added = atMs == entry.writtenMs() ? entry : entry.writtenAt(atMs);
        step(undo, new Place(nextSlot++, added), null, added);
      } else {
        step(undo, place, place.entry, entry.inPlaceOf(place.entry, atMs));
      }
    }
    for (String name : effect.removed()) {
      Place place = index.get(name);
      if (place != null) {
        step(undo, place, place.entry, null);
      }
    }
    return undo;
  }

  /**
   * Takes back the newest apply that was not yet taken back.
   *
   * @throws IllegalStateException if another apply came later, or if it was taken back before
   */
  public void undo(Undo undo) {
    if (undo.used || undo.serial != applied) {
      throw new IllegalStateException("not the newest apply");
    }
    undo.used = true;
    applied--;
    for (int i = undo.steps.size() - 1; i >= 0; i--) {
      Undo.Step step = undo.steps.get(i);
      change(step.place(), step.after(), step.before());
    }
    nextSlot = undo.nextSlot;
  }

  /** The document as it is now, for any thread; costs the same at any size. */
  public Snapshot snapshot() {
    Snapshot snapshot = current;
    if (snapshot == null) {
      snapshot = new Snapshot(slots.snapshot(), entries, bytes(), memoryBytes(), replacedBytes);
      current = snapshot;
    }
    return snapshot;
  }

  private void step(Undo undo, Place place, @Nullable Entry before, @Nullable Entry after) {
    change(place, before, after);
    undo.steps.add(new Undo.Step(place, before, after));
  }

  /** The one way in which anything changes: null stands for an entry that is not there. */
  private void change(Place place, @Nullable Entry from, @Nullable Entry to) {
    current = null;
    slots.set(place.slot, to);
    if (from != null) {
      memberBytes -= from.member().length;
      replacedBytes += from.member().length + ENTRY_MEMORY_BYTES;
      entries--;
    }
    if (to != null) {
      memberBytes += to.member().length;
      entries++;
      place.entry = to;
    }
    if (from == null && to != null) {
      index.put(to.name(), place);
    } else if (from != null && to == null) {
      index.remove(from.name());
    }
  }
}
