package dev.larder.client.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds the processes of one run of the demo, whoever started them and whoever their parent is by
 * now: all of them have the demo's folder, whose name is its own, among their arguments or in their
 * environment.
 */
final class Leftovers {
  private static final Path PROCESSES = Path.of("/proc");
  private static final int MOST_SWEEPS = 50;
  private static final long BETWEEN_SWEEPS_MS = 50;

  /** One sweep may miss a process that another one of them is just starting. */
  private static final int CLEAN_SWEEPS = 2;

  private final String folder;

  Leftovers(Path folder) {
    this.folder = folder.toString();
  }

  /** Ends them all by KILL. */
  void end() {
    int clean = 0;
    for (int sweep = 0; sweep < MOST_SWEEPS && clean < CLEAN_SWEEPS; sweep++) {
      List<ProcessHandle> found = find();
      found.forEach(ProcessHandle::destroyForcibly);
      clean = found.isEmpty() ? clean + 1 : 0;
      if (clean < CLEAN_SWEEPS) {
        pause();
      }
    }
  }

  /** Those that run now. */
  List<ProcessHandle> find() {
    long self = ProcessHandle.current().pid();
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return ProcessHandle.allProcesses()
          .filter(process -> process.pid() != self)
          .filter(process -> process.info().commandLine().orElse("").contains(folder))
          .toList();
    }
    var found = new ArrayList<ProcessHandle>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != self && (names(process, "cmdline") || names(process, "environ"))) {
          ProcessHandle.of(pid).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  private boolean names(Path process, String file) {
    try {
      byte[] bytes = Files.readAllBytes(process.resolve(file));
      return new String(bytes, StandardCharsets.ISO_8859_1).contains(folder);
    } catch (IOException e) {
      return false; // It has ended, or is another user's.
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_SWEEPS_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
