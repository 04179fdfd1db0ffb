package dev.larder.prove.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files and folders in memory, by their paths; the top one is the empty path. */
final class Tree {
  /** What lies at a path. */
  sealed interface Item permits Folder, File, Link {}

  /** A folder. */
  record Folder(int mode) implements Item {}

  /** A file. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record File(byte[] bytes, int mode) implements Item {}

  /** A symbolic link. */
  record Link(String target) implements Item {}

  /** Written without a promise, and different in every run: no state is new by these. */
  private static final Pattern UNTOLD =
      Pattern.compile(".*/state/(lock|daemon\\.json(\\.new)?|user\\d+\\.probe)");

  private final NavigableMap<String, Item> items = new TreeMap<>();

  /** Puts an item there. */
  Tree put(String path, Item item) {
    items.put(path, item);
    return this;
  }

  /** All there is, folders before what is in them. */
  NavigableMap<String, Item> items() {
    return items;
  }

  /** The file's bytes; null where there is no file. */
  byte @Nullable [] bytes(String path) {
    return items.get(path) instanceof File file ? file.bytes() : null;
  }

  /** Everything that lies below a folder, by paths from there. */
  Tree below(String folder) {
    Tree found = new Tree();
    String start = folder + "/";
    items.forEach(
        (path, item) -> {
          if (path.equals(folder)) {
            found.put("", item);
          } else if (path.startsWith(start)) {
            found.put(path.substring(start.length()), item);
          }
        });
    return found;
  }

  /** Whether both hold the same names and bytes; modes may differ. */
  boolean isLike(Tree other) {
    return digest().equals(other.digest());
  }

  /** Tells trees apart, but for their modes. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      items.forEach(
          (path, item) -> {
            if (!UNTOLD.matcher(path).matches()) {
              digest.update(Effect.text(path + "\0" + item.getClass().getSimpleName() + "\0"));
              if (item instanceof File file) {
                digest.update(Effect.text(file.bytes().length + "\0"));
                digest.update(file.bytes());
              } else if (item instanceof Link link) {
                digest.update(Effect.text(link.target() + "\0"));
              }
            }
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }

  /** Writes it to a place where nothing is, or a folder. */
  void writeTo(Path top) throws IOException {
    for (var entry : items.entrySet()) {
      Path path = entry.getKey().isEmpty() ? top : top.resolve(entry.getKey());
      if (entry.getValue() instanceof Folder) {
        Files.createDirectories(path);
      } else if (entry.getValue() instanceof File file) {
        Files.write(path, file.bytes());
      } else if (entry.getValue() instanceof Link link) {
        Files.createSymbolicLink(path, Path.of(link.target()));
      }
    }
    // From below, since a folder may be one that nothing can be made in.
    for (var entry : items.descendingMap().entrySet()) {
      Path path = entry.getKey().isEmpty() ? top : top.resolve(entry.getKey());
      if (entry.getValue() instanceof Folder folder) {
        Files.setPosixFilePermissions(path, permissions(folder.mode()));
      } else if (entry.getValue() instanceof File file) {
        Files.setPosixFilePermissions(path, permissions(file.mode()));
      }
    }
  }

  /** What lies at a place now. */
  static Tree read(Path top) throws IOException {
    Tree tree = new Tree();
    try (var paths = Files.walk(top)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = top.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          tree.put(name, new Link(Files.readSymbolicLink(path).toString()));
        } else if (Files.isDirectory(path)) {
          tree.put(name, new Folder(0700));
        } else {
          tree.put(name, new File(Files.readAllBytes(path), 0600));
        }
      }
    }
    return tree;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values(); // from 0400 down to 0001
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        set.add(all[bit]);
      }
    }
    return set;
  }
}
