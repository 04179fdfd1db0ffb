package dev.larder.prove.disk;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Patience;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** strace(1) at a daemon. One thread. */
final class Tracer implements AutoCloseable {
  /** All calls that change files, or open them; those that this machine has not are passed over. */
  static final String ALL_CALLS =
      "trace=?write,?pwrite64,?writev,?pwritev,?fsync,?fdatasync,?sync_file_range,?open,?openat"
          + ",?creat,?rename,?renameat,?renameat2,?link,?linkat,?symlink,?symlinkat,?unlink"
          + ",?unlinkat,?rmdir,?mkdir,?mkdirat,?truncate,?ftruncate,?fallocate,?copy_file_range"
          + ",?sendfile,?bind";

  private final Path out;

  /** Null if the daemon was started by it. */
  private final @Nullable Process process;

  private Tracer(Path out, @Nullable Process process) {
    this.out = out;
    this.process = process;
  }

  /** What to put in front of a daemon that is traced from its start. */
  static String[] command(Path out, List<String> options) {
    var line = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-qq", "-y", "-Y"));
    line.addAll(List.of("-o", out.toString()));
    line.addAll(options);
    return line.toArray(String[]::new);
  }

  /** Reads what such a command writes. */
  static Tracer reading(Path out) {
    return new Tracer(out, null);
  }

  /**
   * Traces a running daemon from here on.
   *
   * @param thread only the threads of that name; null for all
   */
  static Tracer attach(Daemon daemon, @Nullable String thread, List<String> options, Path out)
      throws IOException {
    List<Path> tasks = tasks(daemon.pid(), thread);
    var line = new ArrayList<>(List.of("strace", "-qq", "-y", "-Y", "-o", out.toString()));
    if (thread == null) {
      line.addAll(List.of("-f", "-p", String.valueOf(daemon.pid())));
    } else {
      tasks.forEach(task -> line.addAll(List.of("-p", String.valueOf(task.getFileName()))));
    }
    line.addAll(options);
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(new File(out + ".said"))
            .start();
    Patience.until("strace is attached")
        .until(() -> !process.isAlive() || tasks.stream().allMatch(Tracer::isTraced));
    if (!process.isAlive()) {
      throw new IOException("strace: " + Files.readString(Path.of(out + ".said")));
    }
    return new Tracer(out, process);
  }

  /** Whether the daemon has a thread of that name now. */
  static boolean hasThread(Daemon daemon, String thread) throws IOException {
    return !tasks(daemon.pid(), thread).isEmpty();
  }

  private static List<Path> tasks(long pid, @Nullable String thread) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
      return tasks
          .filter(task -> thread == null || read(task.resolve("comm")).strip().equals(thread))
          .toList();
    }
  }

  private static boolean isTraced(Path task) {
    String status = read(task.resolve("status"));
    return status.isEmpty() || !status.contains("TracerPid:\t0\n");
  }

  /** Empty for a thread that is gone. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** The calls so far. */
  List<Call> calls() throws IOException {
    if (!Files.exists(out)) {
      return List.of();
    }
    // As bytes: what a call writes need not be text.
    return Call.parse(Files.readAllLines(out, StandardCharsets.ISO_8859_1));
  }

  /** Whether a call was made to fail. */
  boolean hasInjected() {
    try {
      return calls().stream().anyMatch(Call::injected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the daemon go, which runs on. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
