package dev.larder.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a tar archive that is made while it is read: {@code ./} first, then what is in it, in
 * the order of names. Holds one piece of one file in memory. The folder must not change meanwhile.
 */
public final class FolderStream extends InputStream {
  private static final int PIECE_BYTES = 64 * 1024;
  private static final int TYPE_BITS = 0170000;
  private static final int PERMISSION_BITS = 0777;
  private static final int FILE = 0100000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;

  private final Path top;
  private final ByteArrayOutputStream made = new ByteArrayOutputStream(2 * PIECE_BYTES);
  private final TarArchiveOutputStream tar;

  /** The folders that are being walked through, the innermost first. */
  private final Deque<Iterator<Path>> open = new ArrayDeque<>();

  private final byte[] piece = new byte[PIECE_BYTES];
  private byte[] ready = {};
  private int position;
  private @Nullable InputStream file;
  private boolean begun;
  private boolean finished;

  /** Packs that folder; nothing is read yet. */
  public FolderStream(Path folder) {
    this.top = folder;
    this.tar = new TarArchiveOutputStream(made, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (position == ready.length && !finished) {
      advance();
      ready = made.toByteArray();
      made.reset();
      position = 0;
    }
    if (position == ready.length && length > 0) {
      return -1;
    }
    int count = Math.min(length, ready.length - position);
    System.arraycopy(ready, position, target, offset, count);
    position += count;
    return count;
  }

  private void advance() throws IOException {
    if (file != null) {
      copyPiece(file);
    } else if (!begun) {
      begun = true;
      addFolder(top, "./", mode(top));
    } else if (open.isEmpty()) {
      finished = true;
      tar.finish();
    } else if (open.peek().hasNext()) {
      add(open.peek().next());
    } else {
      open.pop();
    }
  }

  private void copyPiece(InputStream from) throws IOException {
    int count = from.read(piece);
    if (count > 0) {
      tar.write(piece, 0, count);
    } else {
      from.close();
      file = null;
      tar.closeArchiveEntry(); // throws if the file has become shorter
    }
  }

  private void add(Path path) throws IOException {
    int mode = mode(path);
    String name = "./" + top.relativize(path);
    switch (mode & TYPE_BITS) {
      case FOLDER -> addFolder(path, name + "/", mode);
      case FILE -> {
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, mode);
        entry.setSize(Files.size(path));
        tar.putArchiveEntry(entry);
        file = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
      }
      case LINK -> {
        TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, mode);
        entry.setLinkName(Files.readSymbolicLink(path).toString());
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
      default -> throw new IOException(path + " is neither a file, a folder nor a symbolic link");
    }
  }

  private void addFolder(Path folder, String name, int mode) throws IOException {
    tar.putArchiveEntry(entry(name, TarConstants.LF_DIR, mode));
    tar.closeArchiveEntry();
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> sorted = entries.sorted().toList();
      open.push(sorted.iterator());
    }
  }

  private static TarArchiveEntry entry(String name, byte type, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setMode(mode & PERMISSION_BITS);
    entry.setModTime(0L);
    return entry;
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  /** Closes the file that is being read, if one is. */
  @Override
  public void close() throws IOException {
    finished = true;
    if (file != null) {
      file.close();
    }
  }
}
