package dev.larder.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a checkpoint's folder: which are there, which count, which go. */
record CheckpointFolder(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final String MANIFEST = "manifest";
  private static final String TEMPORARY = "manifest.tmp";

  /** The files that may be swept; anything else is somebody's own. */
  private static final Pattern OWN =
      Pattern.compile(PartFile.NAME + "|" + Pattern.quote(TEMPORARY));

  Path part(String file) {
    return path.resolve(file);
  }

  /**
   * Reads the manifest.
   *
   * @return {@link Manifest#NONE} if there is none
   * @throws CheckpointDamagedException if it is not whole
   */
  Manifest readManifest() throws IOException {
    Path file = path.resolve(MANIFEST);
    return Files.exists(file) ? Manifest.decode(file, Files.readAllBytes(file)) : Manifest.NONE;
  }

  /** Puts a manifest in the old one's place; it counts for good when the folder is forced. */
  void replaceManifest(Manifest manifest) throws IOException {
    Path temporary = path.resolve(TEMPORARY);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(manifest.encode());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      Force.data(channel, temporary);
    }
    Files.move(temporary, path.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
  }

  void force() throws IOException {
    ForcedFolder.force(path);
  }

  /** Deletes what an abandoned checkpoint has written. */
  void delete(List<Path> written) throws IOException {
    for (Path file : written) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(path.resolve(TEMPORARY));
  }

  /** Deletes the parts that only the old checkpoint used; what cannot go now is swept later. */
  void deleteUnused(Manifest old, Manifest next) {
    Set<String> used = files(next);
    for (String file : files(old)) {
      if (used.contains(file)) {
        continue;
      }
      try {
        Files.deleteIfExists(part(file));
      } catch (IOException e) {
        LOG.warn("Could not delete {} of an old checkpoint; the next start will", file, e);
      }
    }
  }

  /** Deletes what crashed writers left: our own files that the manifest does not name. */
  void sweep(Manifest manifest) throws IOException {
    Set<String> used = files(manifest);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (OWN.matcher(name).matches() && !used.contains(name)) {
          Files.delete(file);
        }
      }
    }
  }

  private static Set<String> files(Manifest manifest) {
    return manifest.parts().values().stream().map(Manifest.Part::file).collect(Collectors.toSet());
  }
}
