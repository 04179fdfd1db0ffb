package dev.larder.prove.access;

import dev.larder.prove.Tally;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A root, a victim beside it, and what was found. One thread. */
final class Scene {
  private final Path folder;
  private final Tally tally;
  private final List<String> broken = new ArrayList<>();
  private String before;

  private Scene(Path folder, Tally tally) throws IOException, InterruptedException {
    this.folder = folder;
    this.tally = tally;
    Files.createDirectories(victim().resolve("folder"));
    Files.writeString(victim().resolve("file"), "the victim's");
    Files.writeString(victim().resolve("document.json"), "{\"victim\": 1}");
    // What a commit would take for a result, if it were led here.
    Files.writeString(victim().resolve("folder/content"), "the victim's");
    Files.writeString(victim().resolve("folder/other"), "the victim's");
    this.before = snapshot();
  }

  static Scene in(Path folder, Tally tally) throws IOException, InterruptedException {
    return new Scene(folder, tally);
  }

  Path root() {
    return folder.resolve("root");
  }

  /** Something beside the root. */
  Path beside(String name) {
    return folder.resolve(name);
  }

  /** A folder of somebody else's, in which nothing may change. */
  Path victim() {
    return folder.resolve("victim");
  }

  /** Counts one more of that kind, and writes down if it was not refused, or not harmless. */
  void check(String kind, String promise, boolean held) {
    tally.add(kind);
    if (!held) {
      broken.add(promise);
    }
  }

  /** Checks the victim; to be called while it is still clear what was last done. */
  void checkVictim(String after) throws IOException, InterruptedException {
    String now = snapshot();
    String promise = "changed outside of the root by " + after + ": " + different(now);
    check("looks at the victim", promise, now.equals(before));
    before = now; // so that each change is told once, with what made it
  }

  private String different(String now) {
    Set<String> was = before.lines().collect(Collectors.toSet());
    return now.lines().filter(line -> !was.contains(line)).toList().toString();
  }

  List<String> broken() {
    return broken;
  }

  private String snapshot() throws IOException, InterruptedException {
    String line =
        "find . -printf '%p %m %U %G %y %s %i\\n' | sort; find . -type f -exec sha256sum {} +";
    return Shell.run("sh", "-c", "cd '" + victim() + "' && { " + line + "; }");
  }
}
