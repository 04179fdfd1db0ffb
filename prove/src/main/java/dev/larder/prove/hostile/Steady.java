package dev.larder.prove.hostile;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client that behaves: writes and reads on one connection, without a pause, as long as it is not
 * closed. Every answer must be the right one.
 */
@SuppressWarnings("try") // what it closes may be interrupted
public final class Steady implements AutoCloseable {
  private static final int ENTRIES = 100;

  private final Path socket;
  private final String doc;
  private final Thread thread;
  private final AtomicLong answers = new AtomicLong();
  private volatile boolean going = true;
  private volatile @Nullable String wrong;

  private Steady(Path socket, String doc) {
    this.socket = socket;
    this.doc = doc;
    this.thread = new Thread(this::go, "steady");
    thread.start();
  }

  /** One that begins at once, on a document of its own. */
  public static Steady on(Daemon daemon, String doc) {
    return new Steady(daemon.socket(), doc);
  }

  private void go() {
    try (Wire wire = Wire.to(socket)) {
      for (long round = 0; going; round++) {
        String name = "k" + round % ENTRIES;
        Reply wrote = wire.ask(Request.merge(doc, "{\"" + name + "\":" + round + "}"));
        Reply read = wire.ask(Request.get("/v1/stats/" + doc + "?pointer=/" + name));
        if (wrote.status() > 201 || wrote.version() != round + 1) {
          wrong = "merge " + round + ": " + wrote.status() + " " + wrote.text();
          return;
        }
        if (read.status() != 200 || !read.text().equals(String.valueOf(round))) {
          wrong = "read " + round + ": " + read.status() + " " + read.text();
          return;
        }
        answers.addAndGet(2);
      }
    } catch (IOException | RuntimeException e) {
      wrong = "after " + answers + " answers: " + e;
    }
  }

  /** Answers so far, all of them right. */
  public long answers() {
    return answers.get();
  }

  /** What went wrong; null if nothing did. */
  public @Nullable String wrong() {
    return wrong;
  }

  /** Ends it behind the round that it is in. */
  @Override
  public void close() throws InterruptedException {
    going = false;
    thread.join();
  }
}
