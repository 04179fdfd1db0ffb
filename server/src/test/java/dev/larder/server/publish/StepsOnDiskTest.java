package dev.larder.server.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of the system calls, which is what a loss of power meets. */
class StepsOnDiskTest {
  @TempDir Path folder = Path.of("");

  @Test
  void fileIsForcedBeforeItIsRenamedAndTheFolderAfter() throws IOException, InterruptedException {
    Path probe = folder.resolve("probe.trace");
    Needs.thatHolds(canTrace(probe), "strace, and the right to use it");
    Path file = folder.resolve("timings.json");
    Files.writeString(file, "old");
    Path trace = folder.resolve("calls.trace");

    Shell.run(
        "strace",
        "-f",
        "-y",
        "-e",
        "trace=openat,write,pwrite64,chmod,fchmodat,fsync,fdatasync,rename,renameat,renameat2",
        "-o",
        trace.toString(),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ReplaceOnce.class.getName(),
        file.toString());

    assertThat(stepsIn(trace))
        .containsExactly(
            "open temporary",
            "write temporary",
            "mode of temporary",
            "force temporary",
            "rename to target",
            "force folder");
  }

  private static boolean canTrace(Path probe) throws InterruptedException {
    try {
      return Shell.tryRun("strace", "-o", probe.toString(), "true").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> stepsIn(Path trace) throws IOException {
    String temporary = folder + "/.timings.json.larder-";
    return Files.readAllLines(trace).stream()
        .filter(call -> call.contains(folder.toString()))
        .map(
            call -> {
              boolean ofTemporary = call.contains(temporary);
              if (call.contains("openat(")) {
                return ofTemporary ? "open temporary" : "";
              }
              if (call.contains("rename")) {
                return ofTemporary && call.contains(folder + "/timings.json\")")
                    ? "rename to target"
                    : "rename of something else";
              }
              if (call.contains("sync(")) {
                return ofTemporary ? "force temporary" : "force folder";
              }
              return (call.contains("chmod") ? "mode of " : "write ")
                  + (ofTemporary ? "temporary" : "something else");
            })
        .filter(step -> !step.isEmpty())
        .toList();
  }
}
