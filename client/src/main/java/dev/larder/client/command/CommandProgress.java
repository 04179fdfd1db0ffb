package dev.larder.client.command;

import dev.larder.client.Staging;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who wait how far a build's command is: the last line that it wrote to its progress
 * file, or, while that is empty, the last line that it printed. A line that begins with a number
 * and % tells how much is done. It looks about once a second, in a thread of its own.
 *
 * <p>A file, and not a pipe: a writer never waits for a reader, whatever becomes of this process.
 */
final class CommandProgress implements AutoCloseable {
  /** Names the file to the command. */
  private static final String FILE_VARIABLE = "LARDER_PROGRESS";

  /** Names the descriptor under which the command has it open, to be appended to. */
  private static final String DESCRIPTOR_VARIABLE = "LARDER_PROGRESS_FD";

  private static final Pattern PERCENT = Pattern.compile("\\s*([0-9]{1,3})\\s*%.*");
  private static final int ALL = 100;
  private static final long PAUSE_MS = 1_000;

  /** Longer than any line that is told. */
  private static final int TAIL_BYTES = 1024;

  private final Staging staging;
  private final Path file;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "larder-look");
            made.setDaemon(true);
            return made;
          });
  private String told = "";

  private CommandProgress(Staging staging, Path file) {
    this.staging = staging;
    this.file = file;
  }

  /** Makes the file, in staging: it goes with it. */
  static CommandProgress in(Staging staging) throws IOException {
    Path file = staging.folder().resolve("progress");
    return new CommandProgress(staging, Files.write(file, new byte[0]));
  }

  /** What the command's environment is to hold; {@link CommandGroup} opens the descriptor. */
  Map<String, String> variables() {
    return Map.of(
        FILE_VARIABLE,
        file.toString(),
        DESCRIPTOR_VARIABLE,
        Integer.toString(CommandGroup.PROGRESS_DESCRIPTOR));
  }

  /** Begins to look. */
  void watch(CommandOutput output) {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> look(output), PAUSE_MS, PAUSE_MS, TimeUnit.MILLISECONDS);
  }

  private void look(CommandOutput output) {
    String written = lastWritten();
    String line = written.isEmpty() ? output.lastLine() : written;
    if (!line.equals(told)) {
      told = line;
      staging.progress(line, percent(line));
    }
  }

  private static @Nullable Integer percent(String line) {
    Matcher percent = PERCENT.matcher(line);
    if (!percent.matches()) {
      return null;
    }
    int value = Integer.parseInt(percent.group(1));
    return value <= ALL ? Integer.valueOf(value) : null;
  }

  private String lastWritten() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(in.length(), TAIL_BYTES)];
      in.seek(in.length() - tail.length);
      int read = in.read(tail);
      return new String(tail, 0, Math.max(0, read), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .reduce("", (before, last) -> last);
    } catch (IOException e) {
      return ""; // The lease was lost, and staging with it.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
