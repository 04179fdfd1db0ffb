package dev.larder.server.publish;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary files that a crash left behind. Each folder is listed once, before the first file in it
 * is published, so that a folder of 10,000 documents is not read 10,000 times. Publisher's thread
 * only.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final Map<Path, Map<String, List<Path>>> byFolderAndStem = new HashMap<>();

  /**
   * Removes the temporary files of one target, and no others.
   *
   * @param file the target, links followed
   */
  void sweep(Path file) throws IOException {
    Path folder = FinalFile.folderOf(file);
    Map<String, List<Path>> byStem = byFolderAndStem.get(folder);
    if (byStem == null) {
      if (Files.notExists(folder)) {
        return;
      }
      byStem = list(folder);
      byFolderAndStem.put(folder, byStem);
    }
    List<Path> leftovers = byStem.remove(TemporaryName.stem(file));
    if (leftovers != null) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
        LOG.info("Removed {}, left behind by a daemon that was killed.", leftover);
      }
    }
  }

  private static Map<String, List<Path>> list(Path folder) throws IOException {
    Map<String, List<Path>> byStem = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
      for (Path file : files) {
        String stem = TemporaryName.stemIn(String.valueOf(file.getFileName()));
        if (stem != null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          byStem.computeIfAbsent(stem, any -> new ArrayList<>()).add(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return byStem;
  }
}
