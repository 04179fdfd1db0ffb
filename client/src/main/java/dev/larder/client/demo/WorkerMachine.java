package dev.larder.client.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The virtual machine of a worker: started over fifty times in a demo, so most of its start is
 * saved by an archive of the classes that a worker loads (java(1), ArchiveClassesAtExit).
 */
final class WorkerMachine {
  private static final String JAVA_COMMAND =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final List<String> OPTIONS =
      List.of(
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx32m",
          "-cp",
          System.getProperty("java.class.path"));

  private WorkerMachine() {}

  /** Makes the archive. Where that fails, workers start without it, only slower. */
  static void makeArchive(DemoFolder folder) throws IOException, InterruptedException {
    var line =
        new ArrayList<>(List.of(JAVA_COMMAND, "-XX:ArchiveClassesAtExit=" + archive(folder)));
    line.addAll(OPTIONS);
    line.addAll(List.of(Worker.class.getName(), Worker.TRAIN));
    folder
        .start(
            new ProcessBuilder(line)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD))
        .waitFor();
  }

  /** The command line of a worker. */
  static List<String> command(DemoFolder folder, List<String> arguments) {
    var line = new ArrayList<>(List.of(JAVA_COMMAND));
    if (Files.exists(archive(folder))) {
      line.add("-XX:SharedArchiveFile=" + archive(folder));
    }
    line.addAll(OPTIONS);
    line.add(Worker.class.getName());
    line.addAll(arguments);
    return line;
  }

  private static Path archive(DemoFolder folder) {
    return folder.path().resolve("classes.jsa");
  }
}
