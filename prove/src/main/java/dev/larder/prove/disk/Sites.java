package dev.larder.prove.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sites of one recorded play. One use, one thread. */
final class Sites {
  /** How many calls of one kind are tried: the first of a loop, and a few that may be others. */
  private static final int MOST_OF_A_KIND = 4;

  /** strace finds no path in an address, nor the second one of a link. */
  private static final Set<String> NOT_BY_PATH = Set.of("bind", "symlink", "link");

  /** What stands for the lease's staging in a site's path. */
  static final String STAGING = "{staging}";

  private final Scene scene;
  private final String root;
  private final String elsewhere;
  private final String staging;
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Site> sites = new ArrayList<>();

  /**
   * @param staging the folder of the lease that was granted last before the recording
   */
  Sites(Scene scene, String root, String elsewhere, String staging) {
    this.scene = scene;
    this.root = root;
    this.elsewhere = elsewhere;
    this.staging = staging;
  }

  /** All calls of the play, in their order, also those on other files: they count. */
  List<Site> of(List<Call> calls) {
    calls.forEach(this::add);
    return List.copyOf(sites);
  }

  private void add(Call call) {
    String who = call.tid() + " " + call.syscall();
    int nth = count(who);
    if (call.paths().isEmpty()) {
      return;
    }
    String last = call.paths().get(call.paths().size() - 1);
    String path = knownPath(call);
    int nthOfPath = path == null ? nth : count(who + " " + path);
    if (!isOurs(last)) {
      return;
    }
    String file = Place.of(last, root);
    if (count(call.thread() + call.syscall() + file + "?") <= MOST_OF_A_KIND) {
      sites.add(new Site(scene, call.thread(), call.syscall(), file, path, nthOfPath, nth));
    }
  }

  private int count(String what) {
    return counts.merge(what, 1, Integer::sum);
  }

  private boolean isOurs(String path) {
    return path.equals(root) || path.startsWith(root + "/") || path.startsWith(elsewhere);
  }

  /** The path by which strace finds the call: the first one, if it is the same in each play. */
  private @Nullable String knownPath(Call call) {
    if (NOT_BY_PATH.contains(call.syscall())) {
      return null;
    }
    String path = call.paths().get(0).replace(staging, STAGING);
    return Place.isRandom(path) ? null : path;
  }
}
