package dev.larder.client.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Processes that begin at once: each is started, says that it is ready, and waits for the starting
 * signal, so that none of them has an advance. One thread uses it.
 */
final class Crew implements AutoCloseable {
  /** Far longer than any of them takes, also on a slow machine: none may hang for ever. */
  private static final long MOST_S = 120;

  private final List<Process> processes = new ArrayList<>();
  private final List<Path> errors = new ArrayList<>();
  private final CompletableFuture<Void> end;

  /**
   * What a crew did.
   *
   * @param ms from the starting signal to the end of the last one
   * @param answers the last line that each of those that did well wrote
   * @param problems what the others said
   */
  record Outcome(long ms, List<String> answers, List<String> problems) {}

  private Crew() {
    end =
        CompletableFuture.runAsync(
            this::kill, CompletableFuture.delayedExecutor(MOST_S, TimeUnit.SECONDS));
  }

  /**
   * Starts workers, and returns when all of them are ready.
   *
   * @param arguments those of the worker of that number, {@link Worker#main}
   */
  static Crew start(
      DemoFolder folder, String launcher, int size, IntFunction<List<String>> arguments)
      throws IOException {
    var crew = new Crew();
    try {
      for (int number = 0; number < size; number++) {
        crew.add(folder, launcher, number, arguments.apply(number));
      }
      for (Process process : crew.processes) {
        reader(process).readLine();
      }
      return crew;
    } catch (IOException e) {
      crew.close();
      throw e;
    }
  }

  private void add(DemoFolder folder, String launcher, int number, List<String> arguments)
      throws IOException {
    List<String> line = WorkerMachine.command(folder, arguments);
    Path error = folder.path().resolve("worker-" + number + ".err");
    var builder = new ProcessBuilder(line);
    builder.redirectError(Redirect.to(error.toFile()));
    var environment = builder.environment();
    environment.put("LARDER_COMMAND", launcher);
    environment.remove("LARDER_ENDPOINT");
    processes.add(folder.start(builder));
    errors.add(error);
  }

  /** Gives the starting signal and waits until all have ended. */
  Outcome go() throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    for (Process process : processes) {
      try {
        process.getOutputStream().write('\n');
        process.getOutputStream().close();
      } catch (IOException e) {
        // It has ended already; what it said is read below.
      }
    }
    for (Process process : processes) {
      process.waitFor();
    }
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    return outcome(ms);
  }

  private Outcome outcome(long ms) throws IOException {
    var answers = new ArrayList<String>();
    var problems = new ArrayList<String>();
    for (int number = 0; number < processes.size(); number++) {
      Process process = processes.get(number);
      if (process.exitValue() == 0) {
        answers.add(reader(process).lines().reduce("", (before, last) -> last));
      } else {
        problems.add(words(number, process.exitValue()));
      }
    }
    return new Outcome(ms, answers, problems);
  }

  private String words(int number, int exitCode) throws IOException {
    String said = Files.readString(errors.get(number), StandardCharsets.UTF_8).strip();
    return said.isEmpty() ? "a process ended with exit code " + exitCode : said;
  }

  private static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private void kill() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    end.cancel(false);
    kill();
  }
}
