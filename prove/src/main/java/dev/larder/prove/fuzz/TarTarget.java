package dev.larder.prove.fuzz;

import dev.larder.archive.BadArchiveException;
import dev.larder.archive.FolderStream;
import dev.larder.archive.Unpacking;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The unpacking of folders: an archive is refused with a {@link BadArchiveException}, or unpacked
 * within its bounds; either way nothing lies, or leads, outside of the target. What was unpacked is
 * packed and unpacked again as the same.
 */
public final class TarTarget implements Target {
  private static final long MOST_BYTES = 64 * 1024;
  private static final int MOST_ENTRIES = 20;
  private static final int SPECIAL_BITS = 07000;
  private static final String TOP = "top";
  private static final String AGAIN = "again";

  /** As {@link Unpacking#run}. */
  @FunctionalInterface
  interface Unpacker {
    long unpack(InputStream archive, Path target) throws IOException;
  }

  private final Unpacker unpacker;
  private final Scratch scratch = new Scratch("tar");

  /** The daemon's. */
  public TarTarget() {
    this((archive, target) -> new Unpacking(target, MOST_BYTES, MOST_ENTRIES).run(archive));
  }

  TarTarget(Unpacker unpacker) {
    this.unpacker = unpacker;
  }

  @Override
  public String name() {
    return "tar";
  }

  @Override
  public void feed(byte[] input) throws IOException {
    Path top = scratch.fresh(TOP);
    boolean whole;
    try {
      var unused = unpacker.unpack(new ByteArrayInputStream(input), top);
      whole = true;
    } catch (BadArchiveException e) {
      whole = false;
    }
    String found = listing(top);
    if (whole) {
      Path again = scratch.fresh(AGAIN);
      try (InputStream packed = new FolderStream(top)) {
        // One entry more: what is packed here begins with its top, which other tars leave out.
        var unused = new Unpacking(again, MOST_BYTES, MOST_ENTRIES + 1).run(packed);
      }
      Contradiction.unlessSame("packed and unpacked again", found, listing(again));
      var unused = scratch.fresh(AGAIN);
    }
    checkOutside(top);
  }

  private void checkOutside(Path top) throws IOException {
    try (Stream<Path> all = Files.list(scratch.folder())) {
      Contradiction.unlessSame(
          "outside of the target", List.of(), all.filter(path -> !path.equals(top)).toList());
    }
  }

  /** All that is there, checked, a line each. */
  private static String listing(Path top) throws IOException {
    StringBuilder lines = new StringBuilder();
    List<Path> all;
    try (Stream<Path> walk = Files.walk(top)) {
      all = walk.sorted().toList();
    }
    long bytes = 0;
    for (Path path : all) {
      int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      lines.append(top.relativize(path)).append(' ').append(Integer.toOctalString(mode));
      if (Files.isSymbolicLink(path)) {
        lines.append(" -> ").append(inside(top, path));
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        byte[] content = Files.readAllBytes(path);
        bytes += content.length;
        lines.append(' ').append(Arrays.hashCode(content));
      } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new Contradiction("neither file, folder nor link: " + path);
      }
      Contradiction.unlessSame("special bits of " + path, 0, mode & SPECIAL_BITS);
      lines.append('\n');
    }
    if (all.size() - 1 > MOST_ENTRIES || bytes > MOST_ENTRIES * MOST_BYTES) {
      throw new Contradiction(all.size() + " entries, " + bytes + " bytes");
    }
    return lines.toString();
  }

  /** Where a link leads, which must be below the top; as far as there is something. */
  private static Path inside(Path top, Path link) throws IOException {
    Path text = Files.readSymbolicLink(link);
    Path parent = link.getParent();
    if (parent == null || !parent.resolve(text).normalize().startsWith(top)) {
      throw new Contradiction(link + " leads out: " + text);
    }
    if (Files.exists(link) && !link.toRealPath().startsWith(top)) {
      throw new Contradiction(link + " really leads out: " + link.toRealPath());
    }
    return text;
  }
}
