package dev.larder.server.workspaces;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the results on disk when the store is opened. One use, one thread. */
final class StoreScan {
  private static final Logger LOG = LoggerFactory.getLogger(StoreScan.class);

  private final StoreLayout layout;
  private final Trash trash;
  private final List<Kept> results = new ArrayList<>();

  private StoreScan(StoreLayout layout, Trash trash) {
    this.layout = layout;
    this.trash = trash;
  }

  /** Returns all whole results; what lies in a result's place and is none goes to the trash. */
  static List<Kept> run(StoreLayout layout, Trash trash) throws IOException {
    StoreScan scan = new StoreScan(layout, trash);
    for (Path name : Trash.entries(layout.workspaces())) {
      scan.workspace(name);
    }
    return scan.results;
  }

  private void workspace(Path name) {
    if (!Files.isDirectory(name, NOFOLLOW_LINKS)) {
      LOG.warn("{} is not the folder of a workspace; it is left alone", name);
      return;
    }
    try {
      for (Path key : Trash.entries(name)) {
        entry(name, key);
      }
    } catch (IOException e) {
      LOG.error("{} cannot be listed; it is left alone", name, e);
    }
  }

  private void entry(Path name, Path key) {
    try {
      WorkspaceId id = WorkspaceId.parse(fileName(name), fileName(key));
      Optional<Result> result = ResultMeta.read(layout, id);
      if (result.isPresent()) {
        results.add(new Kept(result.get(), ResultMeta.usedMs(layout, id)));
      } else {
        LOG.warn("{} is moved to {} and will be removed", key, trash.take(key));
      }
    } catch (RefusedException e) {
      LOG.warn("{} has no name of a result; it is left alone", key, e);
    } catch (IOException e) {
      // A disk that cannot tell is no reason to throw away what took long to build.
      LOG.error("{} cannot be read; it is left alone", key, e);
    }
  }

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }
}
