package dev.larder.server.engine;

import dev.larder.server.workspaces.Result;
import dev.larder.server.workspaces.ResultStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The content of a ready result, pinned until it is {@linkplain #release released}. Any thread. */
public final class ReadyContent {
  private final Result result;
  private final StoreDesk desk;
  private final Consumer<Runnable> toEngine;
  private final ResultStore store;
  private final AtomicBoolean released = new AtomicBoolean();

  /** The caller has made the hold. */
  ReadyContent(Result result, StoreDesk desk, ResultStore store, Consumer<Runnable> toEngine) {
    this.result = result;
    this.desk = desk;
    this.store = store;
    this.toEngine = toEngine;
  }

  /** A file or a folder that does not change. */
  public Path path() {
    return result.path();
  }

  /** {@code sha256:} and 64 hexadecimal digits. */
  public String digest() {
    return result.digest();
  }

  /** The length of the file, or of all the folder's files together. */
  public long bytes() {
    return result.bytes();
  }

  public boolean folder() {
    return result.folder();
  }

  /** Reads all of it: whether it is what its digest says. Not for an event loop. */
  public boolean isWhole() throws IOException {
    return store.isWhole(result);
  }

  /** It is not what its digest says: the result is dropped, and a build request builds it anew. */
  public void damaged() {
    toEngine.accept(() -> desk.damaged(result));
  }

  /** Ends the pin. Again does nothing. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      toEngine.accept(() -> desk.release(result.id()));
    }
  }
}
