package dev.larder.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a commit's system calls, which is what a loss of power meets. */
class CommitStepsTest {
  private static final Pattern FORCED = Pattern.compile("f(?:data)?sync\\(\\d+<(.*)>\\)");
  private static final Pattern RENAMED = Pattern.compile("rename\\w*\\(.*\"([^\"]+)\"");

  @TempDir Path root = Path.of("");

  @Test
  void everythingIsForcedBeforeTheRenameAndTheNamesAfterIt()
      throws IOException, InterruptedException {
    Path trace = root.resolve("calls.trace");
    Needs.thatHolds(canTrace(trace), "strace, and the right to use it");
    Path content = Files.createDirectory(root.resolve("made"));
    Files.writeString(Files.createDirectory(content.resolve("sub")).resolve("file"), "bytes");

    Shell.run(
        Stream.concat(
                Stream.of(
                    "strace", "-f", "-y", "-e", "trace=fsync,fdatasync,rename", "-o", trace + ""),
                Stream.of(CommitOnce.command(root, content)))
            .toArray(String[]::new));

    assertThat(stepsIn(trace))
        .containsExactly(
            "force .",
            "rename to state/staging/LEASE/content",
            "force state/staging/LEASE/content/sub/file",
            "force state/staging/LEASE/content/sub",
            "force state/staging/LEASE/content",
            "force state/staging/LEASE/meta.json",
            "force state/staging/LEASE",
            "rename to workspaces/gap/k1",
            "force workspaces/gap",
            "force workspaces");
  }

  @Test
  void aFailedForceIsNotTakenForAFullDiskAfterWhichTheSameBytesMayBeCommitted()
      throws IOException, InterruptedException {
    Path trace = root.resolve("calls.trace");
    Needs.thatHolds(canTrace(trace), "strace, and the right to use it");
    Path content = Files.writeString(root.resolve("made"), "bytes");

    Shell.Outcome outcome =
        Shell.tryRun(
            Stream.concat(
                    Stream.of(
                        "strace",
                        "-f",
                        "-o",
                        trace + "",
                        "-e",
                        "trace=fsync",
                        "-e",
                        "inject=fsync:error=ENOSPC:when=2"), // the first is the root's
                    Stream.of(CommitOnce.command(root, content)))
                .toArray(String[]::new));

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output()).contains("could not force").doesNotContain("RefusedException");
  }

  private static boolean canTrace(Path probe) throws InterruptedException {
    try {
      return Shell.tryRun("strace", "-o", probe.toString(), "true").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> stepsIn(Path trace) throws IOException {
    List<String> steps = new ArrayList<>();
    for (String call : Files.readAllLines(trace)) {
      Matcher forced = FORCED.matcher(call);
      Matcher renamed = RENAMED.matcher(call);
      if (forced.find()) {
        steps.add("force " + inRoot(forced.group(1)));
      } else if (renamed.find()) {
        steps.add("rename to " + inRoot(renamed.group(1)));
      }
    }
    return steps;
  }

  private String inRoot(String path) throws IOException {
    String inside = root.toRealPath().relativize(Path.of(path).toAbsolutePath()).toString();
    return inside.isEmpty() ? "." : inside.replaceFirst("staging/1-[0-9a-f]{16}", "staging/LEASE");
  }
}
