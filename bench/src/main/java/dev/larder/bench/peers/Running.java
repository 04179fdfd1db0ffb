package dev.larder.bench.peers;

import dev.larder.bench.measure.Usage;
import dev.larder.testbed.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A server that was started as a process, with its output in a file. */
record Running(String name, Process process) implements Peer {
  /**
   * Starts it and waits until it can be reached.
   *
   * @throws IOException if it ends before that; with what it printed
   */
  static Running start(String name, Path folder, List<String> line, BooleanSupplier listens)
      throws IOException {
    Path log = folder.resolve(Path.of(line.get(0)).getFileName() + ".log");
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    Running running = new Running(name, process);
    Patience.until(name + " listens, or ends")
        .until(() -> listens.getAsBoolean() || !process.isAlive());
    if (!process.isAlive()) {
      throw new IOException(name + " ended at its start: " + Files.readString(log));
    }
    return running;
  }

  /** The command that runs a class of ours as a process of its own. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    return line;
  }

  @Override
  public Usage usage() throws IOException {
    return Usage.of(process.toHandle());
  }

  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    below.forEach(one -> one.onExit().join());
  }
}
