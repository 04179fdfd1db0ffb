package dev.larder.prove.disk;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a file of a root is, by its path. */
final class Place {
  /** The first that matches says it; paths are below the root. */
  private static final List<Map.Entry<Pattern, String>> KINDS =
      List.of(
          kind(".*/?larder\\.sock", "socket"),
          kind("larder(\\.\\d+)?\\.log", "log"),
          kind("state/lock", "lock"),
          kind("state/journal/[^/]+", "journal segment"),
          kind("state/journal", "journal folder"),
          kind("state/checkpoints/\\d+\\.part", "checkpoint part"),
          kind("state/checkpoints/manifest(\\.tmp)?", "checkpoint manifest"),
          kind("state/checkpoints", "checkpoint folder"),
          kind("state/staging", "staging"),
          kind("state/staging/trash-.*", "trash"),
          kind("state/staging/[^/]+", "lease's staging"),
          kind("state/staging/[^/]+/content(/.*)?", "staged content"),
          kind("state/staging/[^/]+/meta\\.json", "staged meta.json"),
          kind("state/staging/[^/]+/incoming-.*", "upload"),
          kind("state/staging/(?!trash-)[^/]+/(?!content|meta|incoming).*", "left beside content"),
          kind("state/daemon\\.json(\\.new)?", "daemon.json"),
          kind("state/user\\d+\\.probe", "own-user probe"),
          kind("state/space\\.probe", "space probe"),
          kind("state", "state folder"),
          kind("stats/\\..*\\.tmp", "published, temporary"),
          kind("stats/[^.].*", "published file"),
          kind("stats", "stats folder"),
          kind("workspaces", "workspaces folder"),
          kind("workspaces/[^/]+", "workspace's folder"),
          kind("workspaces/[^/]+/.*", "ready result"),
          kind("", "root"));

  /** Names that differ from play to play. */
  private static final List<Pattern> RANDOM =
      List.of(
          Pattern.compile(".*\\.larder-[0-9a-f]{16}\\.tmp"),
          Pattern.compile(".*/state/staging/[^{].*"),
          Pattern.compile(".*/incoming-[0-9a-f]+.*"),
          Pattern.compile(".*/user\\d+\\.probe"));

  private Place() {}

  private static Map.Entry<Pattern, String> kind(String pattern, String name) {
    return Map.entry(Pattern.compile(pattern), name);
  }

  /** What it is; "elsewhere" outside of the root. */
  static String of(String path, String root) {
    if (!path.equals(root) && !path.startsWith(root + "/")) {
      return path.endsWith(".tmp") ? "published elsewhere, temporary" : "published elsewhere";
    }
    String below = path.equals(root) ? "" : path.substring(root.length() + 1);
    return KINDS.stream()
        .filter(kind -> kind.getKey().matcher(below).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(below);
  }

  /** Whether the name is another one in each play. */
  static boolean isRandom(String path) {
    return RANDOM.stream().anyMatch(pattern -> pattern.matcher(path).matches());
  }
}
