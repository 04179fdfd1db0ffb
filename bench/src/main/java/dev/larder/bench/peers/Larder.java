package dev.larder.bench.peers;

import dev.larder.bench.measure.Usage;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import java.io.IOException;
import java.nio.file.Path;

/** The installed daemon, with the options that it has by itself. */
public record Larder(Daemon daemon) implements Peer {
  /** Starts it on a new root in that folder. */
  public static Larder start(Path folder) throws IOException {
    return new Larder(Launch.on(folder.resolve("root")).ready());
  }

  /** Where it listens. */
  public Path socket() {
    return daemon.socket();
  }

  @Override
  public String name() {
    return "Larder";
  }

  @Override
  public Usage usage() throws IOException {
    return Usage.of(ProcessHandle.of(daemon.pid()).orElseThrow());
  }

  @Override
  public void close() {
    daemon.close();
  }
}
