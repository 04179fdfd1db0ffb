package dev.larder.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to know of a running daemon.
 *
 * @param endpoints where it listens, as {@code unix:PATH}
 * @param notices what needs a person's attention, each with what to do; empty when all is well
 */
public record DaemonStatus(
    String version,
    int protocol,
    long pid,
    String root,
    List<String> endpoints,
    Instant started,
    long connections,
    Stats stats,
    Workspaces workspaces,
    Journal journal,
    List<Notice> notices) {

  /** Documents and writes; {@code merges} counts accepted writes since the start. */
  public record Stats(int documents, long entries, long bytes, long writes) {}

  /**
   * Workspaces: ready results, builds that run, requests that wait.
   *
   * @param bytes of all ready results together
   * @param maxBytes what they may take together; null where nothing is set
   * @param pins by name
   */
  public record Workspaces(
      int ready,
      int building,
      int waiting,
      long fence,
      long bytes,
      @Nullable Long maxBytes,
      int pins) {}

  /** The journal's length on disk, and the last sequence forced. */
  public record Journal(long bytes, int segments, long sequence) {}

  /** One thing that needs attention. */
  public record Notice(String about, String what, @Nullable Instant since) {}
}
