package dev.larder.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchiveTest {
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_ENTRIES = 50;

  @TempDir private Path folder;
  private Path outside;
  private Path target;

  @BeforeEach
  void makeOutside() throws IOException {
    outside = Files.writeString(folder.resolve("outside"), "untouched");
    target = Files.createDirectory(folder.resolve("in")).resolve("target");
  }

  private void unpack(byte[] tar) throws IOException {
    new Unpacking(target, MAX_BYTES, MAX_ENTRIES).run(new ByteArrayInputStream(tar));
  }

  private static byte[] pack(Path from) throws IOException {
    try (FolderStream stream = new FolderStream(from)) {
      return stream.readAllBytes();
    }
  }

  /** What an archive is made of by hand, so that it can be as bad as it likes. */
  private interface Content {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] tar(Content content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      content.write(tar);
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setMode(mode);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void other(TarArchiveOutputStream tar, String name, byte type, String link)
      throws IOException {
    var entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(link);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void symlink(TarArchiveOutputStream tar, String name, String to)
      throws IOException {
    other(tar, name, TarConstants.LF_SYMLINK, to);
  }

  private static void mode(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void folderComesOutAsItWentIn() throws IOException {
    Path from = Files.createDirectory(folder.resolve("from"));
    Path deep = Files.createDirectories(from.resolve("a/" + "d".repeat(200) + "/ä b"));
    Files.write(deep.resolve("large"), new byte[300_000]);
    Files.writeString(from.resolve("a/run"), "#!/bin/sh\n");
    mode(from.resolve("a/run"), "rwxr-x---");
    Files.createDirectory(from.resolve("closed"));
    Files.writeString(from.resolve("closed/inner"), "x");
    mode(from.resolve("closed"), "r-xr-xr-x");
    Files.createSymbolicLink(from.resolve("a/link"), Path.of("../closed/inner"));
    Files.createFile(from.resolve("empty"));
    mode(from, "rwxr-x---");

    unpack(pack(from));

    assertThat(tree(target)).isEqualTo(tree(from));
    assertThat(Files.readString(target.resolve("a/link"))).isEqualTo("x");
    assertThat(pack(target)).isEqualTo(pack(from));
    mode(target.resolve("closed"), "rwxr-xr-x");
    mode(from.resolve("closed"), "rwxr-xr-x");
  }

  private static List<String> tree(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      return paths.map(path -> top.relativize(path) + " " + describe(path)).sorted().toList();
    }
  }

  private static String describe(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        return "-> " + Files.readSymbolicLink(path);
      }
      return rights(path) + (Files.isDirectory(path) ? "" : " " + Files.size(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void archiveOfGnuTarIsUnpacked() throws Exception {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.writeString(from.resolve("one"), "1");
    Files.createLink(from.resolve("two"), from.resolve("one"));
    Files.createDirectory(from.resolve("sub"));
    Files.writeString(from.resolve("sub").resolve("n".repeat(180)), "long");
    Process tar = new ProcessBuilder("tar", "-C", from.toString(), "-c", ".").start();
    byte[] packed = tar.getInputStream().readAllBytes();
    assertThat(tar.waitFor()).isZero();

    unpack(packed);

    assertThat(tree(target)).isEqualTo(tree(from));
    assertThat(Files.getAttribute(target.resolve("two"), "unix:nlink")).isEqualTo(2);
  }

  @Test
  void setUserIdIsDropped() throws IOException {
    unpack(tar(tar -> file(tar, "su", 06755, new byte[1])));

    assertThat((Integer) Files.getAttribute(target.resolve("su"), "unix:mode") & 07777)
        .isEqualTo(0755);
  }

  static List<Arguments> hostile() {
    byte[] one = {1};
    return List.of(
        bad("traversal", tar -> file(tar, "../outside", 0644, one)),
        bad("traversal within", tar -> file(tar, "a/../../../outside", 0644, one)),
        bad("absolute", tar -> file(tar, "/tmp/larder-absolute", 0644, one)),
        bad("absolute link", tar -> symlink(tar, "l", "/etc/passwd")),
        bad("link upwards", tar -> symlink(tar, "l", "../outside")),
        bad("link up from below", tar -> symlink(tar, "a/b/l", "../../../x")),
        bad(
            "link over a link",
            tar -> {
              symlink(tar, "d1/d2/up", "../..");
              symlink(tar, "out", "d1/d2/up/..");
            }),
        bad(
            "file through a link",
            tar -> {
              other(tar, "real/", TarConstants.LF_DIR, "");
              symlink(tar, "l", "real");
              file(tar, "l/inside", 0644, one);
            }),
        bad(
            "file over a link",
            tar -> {
              symlink(tar, "l", "target");
              file(tar, "l", 0644, one);
            }),
        bad(
            "folder over a link",
            tar -> {
              symlink(tar, "l", ".");
              other(tar, "l/", TarConstants.LF_DIR, "");
            }),
        bad("hard link outwards", tar -> other(tar, "h", TarConstants.LF_LINK, "../outside")),
        bad("hard link to nothing", tar -> other(tar, "h", TarConstants.LF_LINK, "none")),
        bad(
            "hard link to a link",
            tar -> {
              symlink(tar, "l", "x");
              other(tar, "h", TarConstants.LF_LINK, "l");
            }),
        bad("fifo", tar -> other(tar, "f", TarConstants.LF_FIFO, "")),
        bad("device", tar -> other(tar, "d", TarConstants.LF_CHR, "")),
        bad("block device", tar -> other(tar, "d", TarConstants.LF_BLK, "")),
        bad("same name twice", tar -> twice(tar, one)),
        bad("too many bytes", tar -> file(tar, "big", 0644, new byte[(int) MAX_BYTES + 1])),
        bad("too many bytes in all", ArchiveTest::manyBytes),
        bad("too many entries", tar -> many(tar, "f")),
        bad("too many folders", tar -> file(tar, "d/".repeat(MAX_ENTRIES) + "f", 0644, one)),
        bad("part of a name too long", tar -> file(tar, "n".repeat(256), 0644, one)),
        bad("path too long", tar -> file(tar, "n/".repeat(1100) + "f", 0644, one)),
        bad("long name bomb", ArchiveTest::longName),
        bad("the top as a file", tar -> file(tar, ".", 0644, one)),
        bad("the top as a link", tar -> symlink(tar, ".", "x")),
        bad("no entry", tar -> {}));
  }

  private static Arguments bad(String what, Content content) {
    return Arguments.of(what, content);
  }

  private static void longName(TarArchiveOutputStream tar) throws IOException {
    var entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
    entry.setSize(200_000);
    tar.putArchiveEntry(entry);
    tar.write("n".repeat(200_000).getBytes(UTF_8));
    tar.closeArchiveEntry();
    file(tar, "n", 0644, new byte[0]);
  }

  private static void twice(TarArchiveOutputStream tar, byte[] content) throws IOException {
    file(tar, "a", 0644, content);
    file(tar, "./a", 0644, content);
  }

  private static void manyBytes(TarArchiveOutputStream tar) throws IOException {
    file(tar, "a", 0644, new byte[(int) MAX_BYTES]);
    file(tar, "b", 0644, new byte[1]);
  }

  private static void many(TarArchiveOutputStream tar, String name) throws IOException {
    for (int i = 0; i <= MAX_ENTRIES; i++) {
      file(tar, name + i, 0644, new byte[0]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void hostileArchiveIsRefusedAndNothingOutsideIsTouched(String what, Content content)
      throws IOException {
    byte[] packed = tar(content);

    assertThatThrownBy(() -> unpack(packed)).isInstanceOf(BadArchiveException.class);

    assertThat(Files.readString(outside)).isEqualTo("untouched");
    assertThat(Files.exists(Path.of("/tmp/larder-absolute"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("outside", "in");
    assertThat(folder.resolve("in").toFile().list()).containsExactly("target");
  }

  @Test
  void sparseFileIsRefused() throws Exception {
    Path from = Files.createDirectory(folder.resolve("from"));
    new ProcessBuilder("truncate", "-s", "1T", from.resolve("hole").toString()).start().waitFor();
    Process tar = new ProcessBuilder("tar", "-C", from.toString(), "-S", "-c", ".").start();
    byte[] packed = tar.getInputStream().readAllBytes();
    assertThat(tar.waitFor()).isZero();

    assertThatThrownBy(() -> unpack(packed)).isInstanceOf(BadArchiveException.class);
  }

  @Test
  void streamThatBreaksOffIsNotTakenForWhole() throws IOException {
    byte[] whole = tar(tar -> file(tar, "a", 0644, new byte[2000]));
    byte[] cut = java.util.Arrays.copyOf(whole, 1500);

    assertThatThrownBy(() -> unpack(cut)).isInstanceOf(IOException.class);
  }

  @Test
  void noiseIsNoArchive() {
    byte[] noise =
        "This is no tar, but it is long enough for a header. ".repeat(40).getBytes(UTF_8);

    assertThatThrownBy(() -> unpack(noise)).isInstanceOf(IOException.class);
  }
}
