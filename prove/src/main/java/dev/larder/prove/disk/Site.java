package dev.larder.prove.disk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a scene that touches a file.
 *
 * @param thread the name of the thread that makes it
 * @param file what the file is
 * @param path where it is, the same in each play; null where its name is random
 * @param nthOfPath how many such calls on that path the thread made by then, itself included
 * @param nth how many such calls on anything the thread made by then
 */
record Site(
    Scene scene,
    String thread,
    String syscall,
    String file,
    @Nullable String path,
    int nthOfPath,
    int nth) {
  private static final List<String> WRITES = List.of("write", "pwrite64", "writev", "pwritev");

  /** What {@link #file} is called where several calls are one line of a table. */
  String row() {
    return syscall + " | " + file + " | " + scene.phase();
  }

  /** Whether it is a force: fsync(2), fdatasync(2). */
  boolean isForce() {
    return syscall.equals("fsync") || syscall.equals("fdatasync");
  }

  /** Whether it writes bytes. */
  boolean isWrite() {
    return WRITES.contains(syscall);
  }

  /** Whether the file is the journal's. */
  boolean isOfJournal() {
    return file.startsWith("journal");
  }

  @Override
  public String toString() {
    return "%s of %s (number %d of thread %s) in '%s'".formatted(syscall, file, nth, thread, scene);
  }
}
