package dev.larder.prove.fuzz;

import dev.larder.testbed.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of one target's own, below Java's temporary folder, removed when the JVM ends. In it
 * lies one folder at a time, made anew for each input.
 */
public final class Scratch {
  private final Path folder;

  /** Makes it. */
  public Scratch(String name) {
    try {
      folder = Files.createTempDirectory("larder-fuzz-" + name).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "scratch"));
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** A folder that is not there; what was there is removed. */
  public Path fresh(String name) throws IOException {
    Path fresh = folder.resolve(name);
    Folders.remove(fresh);
    return fresh;
  }

  private void remove() {
    try {
      Folders.remove(folder);
    } catch (IOException e) {
      System.err.println(folder + " stays: " + e);
    }
  }
}
