package dev.larder.server.workspaces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that commits what lies at a path, for tests that look at it from outside. */
final class CommitOnce {
  private CommitOnce() {}

  /** Takes the store's root and the path of the content; prints the digest. */
  public static void main(String[] args) throws IOException {
    DiskResultStore store = DiskResultStore.open(Path.of(args[0]));
    Lease lease = Samples.lease(Samples.GAP, 1);
    Files.move(Path.of(args[1]), store.stage(lease).resolve("content"));
    System.out.println(store.commit(lease, 2_000).digest());
  }

  /** The command that runs it in a JVM of its own. */
  static String[] command(Path root, Path content) {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-XX:TieredStopAtLevel=1",
      "-cp",
      System.getProperty("java.class.path"),
      CommitOnce.class.getName(),
      root.toString(),
      content.toString()
    };
  }
}
