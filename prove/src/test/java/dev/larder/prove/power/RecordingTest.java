package dev.larder.prove.power;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model of what a loss of power leaves, on invented traces. */
class RecordingTest {
  private static final Fate ZEROS = new Fate(Fate.Kind.ZEROS, 0);
  private static final Fate GARBAGE = new Fate(Fate.Kind.GARBAGE, 1);

  @TempDir private Path folder;

  @Test
  void aFileIsSureOnlyOnceItAndItsFolderWereForced() throws IOException {
    Recording recording =
        recorded(
            "1 openat(AT_FDCWD, %s, O_WRONLY|O_CREAT|O_EXCL, 0666) = 5".formatted(path("/t/f")),
            "1 write(5, %s, 3) = 3".formatted(text("abc")),
            "1 fdatasync(5)       = 0",
            "1 openat(AT_FDCWD, %s, O_RDONLY) = 6".formatted(path("/t")),
            "1 fsync(6 <unfinished ...>",
            "2 close(7) = 0",
            "1 <... fsync resumed>) = 0");
    assertThat(after(recording, 3, Fate.MISSING)).isEmpty();
    assertThat(after(recording, 6, Fate.MISSING)).isEmpty();
    assertThat(after(recording, 7, Fate.MISSING)).containsExactly(Map.entry("f", "abc"));
    assertThat(after(recording, 1, Fate.THERE)).containsExactly(Map.entry("f", ""));
    assertThat(after(recording, 2, ZEROS)).isEmpty();
  }

  @Test
  void whatWasAppendedAndNotForcedMayBeZerosOrGarbageBehindWhatWas() throws IOException {
    Recording recording =
        recorded(
            "1 openat(AT_FDCWD, %s, O_WRONLY|O_CREAT, 0600) = 5".formatted(path("/t/f")),
            "1 pwrite64(5, %s, 3, 0) = 3".formatted(text("abc")),
            "1 fsync(5) = 0",
            "1 openat(AT_FDCWD, %s, O_RDONLY) = 6".formatted(path("/t")),
            "1 fsync(6) = 0",
            "1 pwrite64(5, %s, 4, 2) = 4".formatted(text("WXYZ")));
    assertThat(after(recording, 6, Fate.MISSING)).containsEntry("f", "abc");
    assertThat(after(recording, 6, Fate.THERE)).containsEntry("f", "abWXYZ");
    assertThat(after(recording, 6, ZEROS)).containsEntry("f", "abc\0\0\0");
    byte[] garbage = recording.at(6, index -> GARBAGE).bytes("f");
    assertThat(garbage).hasSize(6).startsWith('a', 'b', 'c').isNotEqualTo("abWXYZ".getBytes(UTF_8));
  }

  @Test
  void aRenameThatWasNotForcedLeavesTheOldFileOrTheNewOne() throws IOException {
    Recording recording =
        recorded(
            "1 openat(AT_FDCWD, %s, O_WRONLY|O_CREAT, 0600) = 5".formatted(path("/t/f")),
            "1 openat(AT_FDCWD, %s, O_RDONLY) = 6".formatted(path("/t")),
            "1 openat(AT_FDCWD, %s, O_WRONLY|O_CREAT, 0600) = 7".formatted(path("/t/new")),
            "1 write(7, %s, 3) = 3".formatted(text("new")),
            "1 fsync(7) = 0",
            "1 fsync(6) = 0",
            "1 rename(%s, %s) = 0".formatted(path("/t/new"), path("/t/f")));
    assertThat(after(recording, 7, Fate.MISSING)).isEqualTo(Map.of("f", "", "new", "new"));
    assertThat(after(recording, 7, Fate.THERE)).isEqualTo(Map.of("f", "new"));
    int gone = recording.effects().size() - 1;
    Tree both = recording.at(7, index -> index == gone ? Fate.MISSING : Fate.THERE);
    assertThat(both.items().keySet()).containsExactly("", "f", "new");
  }

  @Test
  void aForceDoesNotCoverWhatWasWrittenWhileItRan() throws IOException {
    Recording recording =
        recorded(
            "1 openat(AT_FDCWD, %s, O_WRONLY|O_CREAT, 0600) = 5".formatted(path("/t/f")),
            "1 openat(AT_FDCWD, %s, O_RDONLY) = 6".formatted(path("/t")),
            "1 fsync(6) = 0",
            "1 fdatasync(5 <unfinished ...>",
            "2 write(5, %s, 1) = 1".formatted(text("x")),
            "1 <... fdatasync resumed>) = 0",
            "2 fchmod(5, 0644) = 0",
            "1 fdatasync(5) = 0");
    assertThat(after(recording, 6, Fate.MISSING)).containsEntry("f", "");
    assertThat(after(recording, 8, Fate.MISSING)).containsEntry("f", "x");
    assertThat(recording.openAt(8)).as("a mode is not covered by fdatasync").hasSize(1);
  }

  @Test
  void anAnswerCountsFromTheMomentAtWhichItsFirstByteMayHaveLeft() throws IOException {
    Recording recording =
        recorded(
            "1 accept4(3, NULL, NULL, SOCK_CLOEXEC) = 9",
            "1 sendto(9, %s, 20, 0, NULL, 0) = 20".formatted(text("HTTP/1.1 200 OK\r\n")),
            "1 writev(9, [{iov_base=%s, iov_len=9}], 1 <unfinished ...>"
                .formatted(text("HTTP/1.1 201 C")),
            "1 <... writev resumed>) = 9",
            "1 write(9, %s, 9) = 9".formatted(text("{\"event\":\"granted\",\"fence\":7,")));
    assertThat(recording.isTold(0, 1, 2)).isFalse();
    assertThat(recording.isTold(0, 1, 3)).isTrue();
    assertThat(recording.fenceAt(4)).isEmpty();
    assertThat(recording.fenceAt(5)).contains(7L);
  }

  @Test
  void whatABuilderMadeAppearsUnforcedWhenTheDaemonFirstLooksAtIt() throws IOException {
    Tree made = new Tree().put("", new Tree.File("made".getBytes(UTF_8), 0644));
    Recording recording =
        recorded(
            Map.of(Path.of("/t/content"), made),
            "1 openat(AT_FDCWD, %s, O_RDONLY) = 6".formatted(path("/t")),
            "1 fsync(6) = 0",
            "1 openat(AT_FDCWD, %s, O_RDONLY) = 5".formatted(path("/t/content")),
            "1 fsync(5) = 0",
            "1 fsync(6) = 0");
    assertThat(after(recording, 4, Fate.MISSING)).isEmpty();
    assertThat(after(recording, 5, Fate.MISSING)).containsExactly(Map.entry("content", "made"));
  }

  @Test
  void theSameSeedCutsAtTheSamePlacesAndFindsManyDisks() throws IOException {
    Recording recording =
        recorded(
            "1 openat(AT_FDCWD, %s, O_WRONLY|O_CREAT, 0600) = 5".formatted(path("/t/f")),
            "1 write(5, %s, 2) = 2".formatted(text("ab")),
            "1 accept(3, NULL, NULL) = 9",
            "1 write(9, %s, 14) = 14".formatted(text("HTTP/1.1 200 OK")),
            "1 write(5, %s, 2) = 2".formatted(text("cd")));
    assertThat(disks(recording, 7)).isEqualTo(disks(recording, 7)).hasSizeGreaterThan(5);
  }

  private static Set<String> disks(Recording recording, long seed) {
    Set<String> disks = new HashSet<>();
    Iterator<Cut> cuts = Cut.all(recording, new Random(seed));
    while (cuts.hasNext()) {
      disks.add(cuts.next().tree(recording).digest());
    }
    return disks;
  }

  /** The files on the disk, with their contents. */
  private static Map<String, String> after(Recording recording, int cut, Fate fate) {
    Map<String, String> files = new java.util.TreeMap<>();
    Tree tree = recording.at(cut, index -> fate);
    for (String path : tree.items().keySet()) {
      byte[] bytes = tree.bytes(path);
      if (bytes != null) {
        files.put(path, new String(bytes, UTF_8));
      }
    }
    return files;
  }

  private Recording recorded(String... lines) throws IOException {
    return recorded(Map.of(), lines);
  }

  private Recording recorded(Map<Path, Tree> foreign, String... lines) throws IOException {
    Path trace = Files.write(folder.resolve("trace"), List.of(lines));
    Recorder recorder = new Recorder(Path.of("/t"), foreign);
    recorder.take(Strace.read(trace, 0));
    return recorder.recording(lines.length);
  }

  private static String path(String path) {
    return text(path);
  }

  private static String text(String text) {
    StringBuilder hexadecimal = new StringBuilder("\"");
    for (byte b : text.getBytes(UTF_8)) {
      hexadecimal.append(String.format("\\x%02x", b));
    }
    return hexadecimal.append('"').toString();
  }
}
