package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The newest checkpoint in a folder, and the way to the next: named parts at a sequence. A crash at
 * any moment leaves the old one or the new one, whole.
 *
 * <p>One thread at a time; the one that begins checkpoints may be another than the one that opened
 * and read.
 */
public final class Checkpoints {
  /** Not empty, in one line of the manifest, and short enough to stay readable there. */
  private static final Pattern PART_NAME =
      Pattern.compile("[^\\p{Cc}\\p{Cs}\\u2028\\u2029]{1,250}");

  private final CheckpointFolder folder;
  private final FolderIdentity identity;
  private volatile Manifest manifest;
  private volatile boolean isWriting;
  private long nextNumber;

  private Checkpoints(CheckpointFolder folder, FolderIdentity identity, Manifest manifest) {
    this.folder = folder;
    this.identity = identity;
    this.manifest = manifest;
    for (Manifest.Part part : manifest.parts().values()) {
      nextNumber = Math.max(nextNumber, PartFile.number(part.file()) + 1);
    }
  }

  /**
   * Opens the checkpoints of a folder, which is created if it is not there, and sweeps what a
   * crashed writer left.
   *
   * @throws CheckpointDamagedException if the manifest is not whole; nothing was changed then
   * @throws IOException if the folder cannot be read or written
   */
  public static Checkpoints open(Path folder) throws IOException {
    ForcedFolder.create(folder);
    CheckpointFolder files = new CheckpointFolder(folder);
    Manifest manifest = files.readManifest();
    // Its writer may have been killed between the rename and the force. Without a force, a loss of
    // power could bring the old one back after the journal was shortened for this one.
    files.force();
    files.sweep(manifest);
    return new Checkpoints(files, FolderIdentity.of(folder), manifest);
  }

  /** The last record that the newest complete checkpoint holds; 0 if there is no checkpoint. */
  public long sequence() {
    return manifest.sequence();
  }

  /** The names of its parts, in the order in which they were written. */
  public Set<String> parts() {
    return manifest.parts().keySet();
  }

  /**
   * Verifies one part whole, then reads it.
   *
   * @throws CheckpointDamagedException if its file is missing or not as it was written; the reader
   *     was not called then
   * @throws IllegalArgumentException if there is no such part
   */
  public void read(String part, PartReader reader) throws IOException {
    Manifest.Part found = existing(part);
    PartFile.read(folder.part(found.file()), found, reader);
  }

  /**
   * Begins the next checkpoint. The newest one stays until it is committed.
   *
   * @param sequence the last record that the parts will hold, at least the newest checkpoint's
   * @throws IllegalStateException if another one is being written
   */
  public Writer begin(long sequence) {
    if (isWriting) {
      throw new IllegalStateException("another checkpoint is not finished");
    }
    if (sequence < sequence()) {
      throw new IllegalArgumentException(sequence + " is before checkpoint " + sequence());
    }
    isWriting = true;
    return new Writer(sequence);
  }

  /**
   * Writes one checkpoint; one thread. It ends by {@link #commit} or {@link #abandon}, and by any
   * failure, which abandons it.
   */
  public final class Writer {
    private final long sequence;
    private final Map<String, Manifest.Part> parts = new LinkedHashMap<>();
    private final List<Path> written = new ArrayList<>();
    private boolean isOpen = true;

    private Writer(long sequence) {
      this.sequence = sequence;
    }

    /**
     * Takes a part over from the newest checkpoint as it is.
     *
     * @throws IllegalArgumentException if there is no such part, or this one has it already
     */
    public void keep(String part) {
      add(part, existing(part));
    }

    /**
     * Writes a part and forces it.
     *
     * @throws IOException if the source or the disk fails; the checkpoint is abandoned then
     * @throws IllegalArgumentException if the name is not one line of 1 to 250 characters, or this
     *     checkpoint has it already
     */
    public void write(String part, PartSource source) throws IOException {
      checkOpen();
      if (!PART_NAME.matcher(part).matches()) {
        throw new IllegalArgumentException("not a part's name: " + part);
      }
      Path file = folder.part(PartFile.name(nextNumber));
      nextNumber++;
      try {
        written.add(file);
        add(part, PartFile.write(file, source));
      } catch (IOException | RuntimeException e) {
        abandonAfter(e);
        throw e;
      }
    }

    /**
     * Makes this the newest checkpoint, durable when this returns; then deletes what only the last
     * one used.
     *
     * @throws IOException if the disk fails; the last checkpoint is still the newest for this
     *     process then. If it was the very last force that failed, a start may find this one, which
     *     is whole, and both stay on disk until the next is written: by files and a rename of its
     *     own, so that it relies on nothing that was not forced
     */
    public void commit() throws IOException {
      checkOpen();
      Manifest next = new Manifest(sequence, parts);
      try {
        // The manifest must not be there before the names that it tells.
        folder.force();
        identity.check();
        folder.replaceManifest(next);
      } catch (IOException | RuntimeException e) {
        abandonAfter(e);
        throw e;
      }
      isOpen = false;
      isWriting = false;
      folder.force();
      Manifest old = manifest;
      manifest = next;
      folder.deleteUnused(old, next);
    }

    /** Gives this checkpoint up and deletes its files; does nothing if it has ended. */
    public void abandon() throws IOException {
      if (!isOpen) {
        return;
      }
      isOpen = false;
      isWriting = false;
      folder.delete(written);
    }

    private void add(String name, Manifest.Part part) {
      checkOpen();
      if (parts.putIfAbsent(name, part) != null) {
        throw new IllegalArgumentException("the checkpoint has a part " + name + " already");
      }
    }

    private void checkOpen() {
      if (!isOpen) {
        throw new IllegalStateException("this checkpoint has ended");
      }
    }

    private void abandonAfter(Exception failure) {
      try {
        abandon();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private Manifest.Part existing(String part) {
    Manifest.Part found = manifest.parts().get(part);
    if (found == null) {
      throw new IllegalArgumentException("the checkpoint has no part " + part);
    }
    return found;
  }
}
