package dev.larder.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A daemon that {@link Launch} started, as a process. Where a tracer was put in front of it, the
 * signals still go to the daemon itself. Any thread may use it.
 */
public final class Daemon implements AutoCloseable {
  private static final Pattern TCP = Pattern.compile("http://(?:localhost|127\\.0\\.0\\.1):(\\d+)");

  private final Process process;
  private final Path root;
  private final Path said;

  Daemon(Process process, Path root, Path said) {
    this.process = process;
    this.root = root;
    this.said = said;
  }

  /** Its root. */
  public Path root() {
    return root;
  }

  /** Its socket. */
  public Path socket() {
    return root.resolve("larder.sock");
  }

  /** Whether the started process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it printed and said so far. */
  public String said() throws IOException {
    return new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
  }

  /**
   * Where it listens by TCP, if it was asked to.
   *
   * @throws IOException if it does not listen by TCP
   */
  public InetSocketAddress tcp() throws IOException {
    Matcher matcher = TCP.matcher(said());
    if (!matcher.find()) {
      throw new IOException("no TCP: " + said());
    }
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(1)));
  }

  /** What it logged as a bug: the lines of larder.log that say ERROR. */
  public List<String> errors() throws IOException {
    try (Stream<String> lines = Files.lines(root.resolve("larder.log"))) {
      return lines.filter(line -> line.contains(" ERROR ")).toList();
    }
  }

  /** Its resident memory, in MB; 0 if it has ended. */
  public long residentMb() throws IOException {
    return Proc.residentMb(pid());
  }

  /** How many files it has open. */
  public long openFiles() throws IOException {
    return Proc.openFiles(pid());
  }

  /** Waits until it answers; false if it ended before. */
  public boolean awaitReady() {
    Patience.until("the daemon answers, or ends")
        .until(() -> said().contains("ready unix:") || !process.isAlive());
    return process.isAlive();
  }

  /** The daemon's own process id, of which proc(5) tells. */
  public long pid() {
    return process.descendants().findFirst().map(ProcessHandle::pid).orElse(process.pid());
  }

  /** Sends a signal, as {@code STOP}, to the daemon. */
  public void signal(String name) throws IOException, InterruptedException {
    Shell.run("kill", "-s", name, String.valueOf(pid()));
  }

  /** {@code kill -9}, and waits for the end. */
  public void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitExit();
  }

  /** Waits for its end. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the daemon on " + root + " does not end");
    }
    return process.exitValue();
  }

  /** Ends it in its order: SIGTERM, and waits. */
  public int stop() throws IOException, InterruptedException {
    signal("TERM");
    return awaitExit();
  }

  /** Ends it if it still runs. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      awaitExit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
