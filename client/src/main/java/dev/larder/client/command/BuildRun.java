package dev.larder.client.command;

import dev.larder.client.BuildExitException;
import dev.larder.client.BuildOptions;
import dev.larder.client.Larder;
import dev.larder.client.Staging;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Runs a build's command while its lease is held, and ends it when the lease is lost or this
 * process is told to end (INT, TERM, HUP). The main thread builds; the lease's loss and the end of
 * the process come in other threads.
 */
final class BuildRun implements AutoCloseable {
  private static final int SIGNALS_FROM = 128;

  /** For the rest of what an ended command printed: it lies in the pipe, if it is to come. */
  private static final long OUTPUT_MS = 1_000;

  private final List<String> command;
  private final Larder client;
  private final PrintStream err;
  private final Thread hook = new Thread(this::leave, "larder-leave");

  // Both guarded by this.
  private @Nullable CommandGroup group;
  private boolean leaving;

  private volatile boolean lost;

  /**
   * @param err where what the command prints is shown
   */
  BuildRun(List<String> command, Larder client, PrintStream err) {
    this.command = command;
    this.client = client;
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Runs the command; nothing of it runs any more when this returns or throws.
   *
   * @throws BuildExitException if it ends with another exit code than 0
   */
  void build(Staging staging) throws IOException, InterruptedException, BuildExitException {
    lost = false;
    int exitCode;
    CommandOutput output;
    try (CommandProgress progress = CommandProgress.in(staging);
        CommandGroup running = start(staging, progress)) {
      output = new CommandOutput(running.output(), err).start();
      progress.watch(output);
      staging.onLost(
          () -> {
            lost = true;
            running.end();
          });
      exitCode = running.await();
    }
    ended();
    output.await(OUTPUT_MS);
    if (lost) {
      throw new IOException("the lease was lost while the command ran, so it was ended");
    }
    if (exitCode != 0) {
      throw new BuildExitException(words(exitCode), exitCode, output.lastLines());
    }
  }

  private synchronized CommandGroup start(Staging staging, CommandProgress progress)
      throws IOException, InterruptedException {
    if (leaving) {
      waitForTheEnd();
    }
    List<String> filled =
        Placeholders.fill(command, staging.content().toString(), staging.finalContent().toString());
    Map<String, String> variables = new HashMap<>(progress.variables());
    variables.put(BuildOptions.LEASE_VARIABLE, staging.token());
    CommandGroup started = CommandGroup.startRead(filled, variables);
    group = started;
    return started;
  }

  private void ended() throws InterruptedException {
    boolean isLeaving;
    synchronized (this) {
      group = null;
      isLeaving = leaving;
    }
    if (isLeaving) {
      waitForTheEnd();
    }
  }

  /**
   * The command was ended because this process ends. To go on would tell everyone who waits that
   * the build failed, where the next of them is to build.
   */
  private static void waitForTheEnd() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private void leave() {
    CommandGroup running;
    synchronized (this) {
      leaving = true;
      running = group;
    }
    if (running != null) {
      // First the lease: who waits for it need not wait for a command that is slow to end.
      client.close();
      running.close();
    }
  }

  private static String words(int exitCode) {
    return exitCode > SIGNALS_FROM
        ? "the command was ended by signal " + (exitCode - SIGNALS_FROM)
        : "the command ended with exit code " + exitCode;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook runs or has run.
    }
  }
}
