package dev.larder.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks one tar archive into one new folder, and trusts none of it; the package's page says what
 * holds. One use, one thread.
 */
public final class Unpacking {
  /** Longest name of one folder or file, in bytes: NAME_MAX of Linux, limits.h(0p). */
  private static final int NAME_BYTES = 255;

  /** Longest path within the archive, in characters; far below PATH_MAX (4096). */
  private static final int PATH_CHARS = 2000;

  private static final int COPY_BYTES = 64 * 1024;
  private static final int PERMISSION_BITS = 0777;

  /** While it is being filled, a folder has these bits at least. */
  private static final int OWNER_ALL = 0700;

  private static final int NEW_FOLDER = 0755;

  private final Path target;
  private final long maxBytes;
  private final int maxEntries;
  private final byte[] buffer = new byte[COPY_BYTES];
  private long bytes;
  private int entries;

  /** The folders that this unpacking made, with the modes that they get at the end. */
  private final Map<Path, Integer> folders = new HashMap<>();

  /** The files that this unpacking made, the only ones that a hard link may name. */
  private final Set<Path> files = new HashSet<>();

  /** Folders in the order in which they came: an inner one after its outer one. */
  private final List<Path> inOrder = new ArrayList<>();

  /**
   * Unpacks into that folder.
   *
   * @param target must not exist yet, its parent must
   * @param maxBytes most bytes of all files together
   * @param maxEntries most folders, files and links
   */
  public Unpacking(Path target, long maxBytes, int maxEntries) {
    this.target = target;
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
  }

  /**
   * Unpacks all of it.
   *
   * @return the bytes of all files together
   * @throws BadArchiveException if the stream is no tar, or breaks a bound or a rule; what came
   *     before is in the folder
   * @throws IOException if the stream cannot be read, or the disk not be written
   */
  public long run(InputStream stream) throws IOException {
    makeFolder(target, NEW_FOLDER);
    boolean any = false;
    HeaderAllowance bounded = new HeaderAllowance(stream);
    TarArchiveInputStream tar = new TarArchiveInputStream(bounded);
    for (TarArchiveEntry entry = next(tar, bounded); entry != null; entry = next(tar, bounded)) {
      any = true;
      add(entry, () -> read(tar, bounded));
    }
    if (!any) {
      throw new BadArchiveException("The archive holds no entry: it is empty, or no tar", null);
    }
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      chmod(inOrder.get(i), folders.getOrDefault(inOrder.get(i), NEW_FOLDER));
    }
    return bytes;
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, HeaderAllowance bounded)
      throws IOException {
    bounded.begin();
    try {
      return tar.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      throw explained(e, bounded);
    } finally {
      bounded.end();
    }
  }

  /** Reads on in an entry's content; the result is -1 at its end. */
  private int read(TarArchiveInputStream tar, HeaderAllowance bounded) throws IOException {
    try {
      return tar.read(buffer);
    } catch (IOException e) {
      throw explained(e, bounded);
    }
  }

  /** The library has one kind of exception for a bad archive and for a stream that broke. */
  private static IOException explained(Exception e, HeaderAllowance bounded) {
    return e instanceof IOException io && (bounded.isBroken() || e instanceof BadArchiveException)
        ? io
        : new BadArchiveException("The archive is damaged: " + e.getMessage(), e);
  }

  /** A content, piece by piece into the buffer. */
  @FunctionalInterface
  private interface Pieces {
    int next() throws IOException;
  }

  private void add(TarArchiveEntry entry, Pieces content) throws IOException {
    countEntry();
    Path path = place(entry);
    // What "isFile" is in this library holds for fifos too; so the kinds are asked for one by one.
    if (entry.isDirectory()) {
      addFolder(entry, path);
    } else if (entry.isSymbolicLink()) {
      addSymbolicLink(entry, path);
    } else if (entry.isLink()) {
      addHardLink(entry, path);
    } else if (isPlainFile(entry)) {
      addFile(entry, path, content);
    } else {
      throw refused(entry, "is neither a folder, a plain file nor a link");
    }
  }

  private void countEntry() throws BadArchiveException {
    if (++entries > maxEntries) {
      throw new BadArchiveException("The archive has more than " + maxEntries + " entries", null);
    }
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    boolean special =
        entry.isFIFO()
            || entry.isCharacterDevice()
            || entry.isBlockDevice()
            || entry.isSparse()
            || entry.isGNUSparse();
    return entry.isFile() && !special;
  }

  /** Where the entry goes: below the target, and nowhere else. */
  private Path place(TarArchiveEntry entry) throws IOException {
    String name = entry.getName();
    if (name.startsWith("/") || name.length() > PATH_CHARS || name.indexOf('\0') >= 0) {
      throw refused(entry, "has a name that is absolute or too long");
    }
    Path place = target;
    for (String segment : name.split("/", -1)) {
      if (segment.equals("..") || segment.getBytes(UTF_8).length > NAME_BYTES) {
        throw refused(entry, "has '..' or too long a part in its name");
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        place = resolved(place, segment, entry);
      }
    }
    return place;
  }

  private static Path resolved(Path folder, String segment, TarArchiveEntry entry)
      throws IOException {
    try {
      return folder.resolve(segment);
    } catch (InvalidPathException e) {
      throw new BadArchiveException(
          describe(entry) + " has a name that this system's locale cannot express", e);
    }
  }

  private void addFolder(TarArchiveEntry entry, Path path) throws IOException {
    int mode = entry.getMode() & PERMISSION_BITS;
    if (folders.containsKey(path)) {
      folders.put(path, mode); // made for what lay in it, or the top itself
      return;
    }
    makeParents(entry, path);
    makeFolder(path, mode);
  }

  private void addFile(TarArchiveEntry entry, Path path, Pieces content) throws IOException {
    makeParents(entry, path);
    // CREATE_NEW follows no link (open(2), O_EXCL), so nothing is written through one.
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = content.next(); count >= 0; count = content.next()) {
        bytes += count;
        if (bytes > maxBytes) {
          throw new BadArchiveException("The archive holds more than " + maxBytes + " bytes", null);
        }
        out.write(buffer, 0, count);
      }
    }
    chmod(path, entry.getMode() & PERMISSION_BITS);
    files.add(path);
  }

  /**
   * A link may lead anywhere within the folder: some steps up first, never above the top, and then
   * down. Steps up after a step down would be up from wherever another link leads.
   */
  private void addSymbolicLink(TarArchiveEntry entry, Path path) throws IOException {
    makeParents(entry, path);
    String text = entry.getLinkName();
    if (text.isEmpty() || text.startsWith("/") || text.indexOf('\0') >= 0) {
      throw refused(entry, "is a link to an absolute path, or to none");
    }
    int above = target.relativize(path).getNameCount() - 1;
    boolean goesDown = false;
    for (String segment : text.split("/", -1)) {
      boolean isUp = segment.equals("..");
      if (isUp && (goesDown || --above < 0)) {
        throw refused(entry, "is a link that leads out of the archive");
      }
      goesDown |= !isUp && !segment.isEmpty() && !segment.equals(".");
    }
    Files.createSymbolicLink(path, resolvedLink(text, entry));
  }

  private static Path resolvedLink(String text, TarArchiveEntry entry) throws IOException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new BadArchiveException(
          describe(entry) + " links to a name that this system's locale cannot express", e);
    }
  }

  private void addHardLink(TarArchiveEntry entry, Path path) throws IOException {
    Path linked = place(new TarArchiveEntry(entry.getLinkName()));
    if (!files.contains(linked)) {
      throw refused(entry, "is a hard link to no file of the archive before it");
    }
    makeParents(entry, path);
    Files.createLink(path, linked);
    files.add(path);
  }

  /**
   * The folders above an entry. They must be folders that this unpacking made, or makes now: never
   * a link, which might lead anywhere.
   */
  private void makeParents(TarArchiveEntry entry, Path path) throws IOException {
    if (path.equals(target) || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(entry, "comes twice, or is the archive's top");
    }
    List<Path> missing = new ArrayList<>();
    for (Path folder = path.getParent();
        folder != null && !folders.containsKey(folder);
        folder = folder.getParent()) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw refused(entry, "lies in what is not a folder of the archive");
      }
      missing.add(0, folder);
    }
    for (Path folder : missing) {
      countEntry();
      makeFolder(folder, NEW_FOLDER);
    }
  }

  private void makeFolder(Path folder, int mode) throws IOException {
    Files.createDirectory(folder);
    chmod(folder, mode | OWNER_ALL);
    folders.put(folder, mode);
    inOrder.add(folder);
  }

  private static void chmod(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }

  private static BadArchiveException refused(TarArchiveEntry entry, String why) {
    return new BadArchiveException(describe(entry) + " " + why, null);
  }

  private static String describe(TarArchiveEntry entry) {
    String name = entry.getName();
    return "The entry '" + (name.length() <= 200 ? name : name.substring(0, 200) + "…") + "'";
  }
}
