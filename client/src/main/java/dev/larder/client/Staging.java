package dev.larder.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the holder of a lease builds. Any thread may call it. */
public interface Staging {
  /** Where to write the result, a file or a folder; nothing is there yet. */
  Path content();

  /** The folder that {@link #content} is to lie in; it is the builder's alone, and is removed. */
  Path folder();

  /** Where the content will lie once it is committed, for results that hold their own path. */
  Path finalContent();

  /** The fencing number; it rises with every lease of the daemon's whole life. */
  long fence();

  /** The lease's token, to be handed to builds within this one. */
  String token();

  /**
   * Tells those who wait how far the build is. Returns at once; of words that come faster than a
   * few a second the newest is told, and what cannot be told is dropped.
   *
   * @param line for people; at most 200 characters are told
   * @param percent 0 to 100; null where it is not known
   */
  void progress(@Nullable String line, @Nullable Integer percent);

  /**
   * Runs the action once if the lease is lost while the build runs, so that work that nobody will
   * take can be ended: the lease was taken away, or the daemon was gone for longer than its grace.
   * It runs at once if that has happened already, else on another thread; several actions run one
   * after the other. None begins once the build function has ended.
   */
  void onLost(Runnable action);
}
