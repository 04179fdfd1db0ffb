package dev.larder.prove.disk;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the documents promise for a fault, as far as a client or an operator can see it. What holds
 * after the next start is the {@link Books}' to tell.
 */
final class Promise {
  /** sysexits(3), EX_SOFTWARE: a failed force ends the daemon. */
  static final int BROKEN = 70;

  private static final int UNUSABLE = 1;

  /** The JDK calls these again when a signal came first. */
  private static final Set<String> RESTARTED =
      Set.of("write", "pwrite64", "fsync", "fdatasync", "openat", "open", "ftruncate");

  private Promise() {}

  /**
   * What was seen.
   *
   * @param exitCode null while the daemon lives
   * @param said all that it printed
   * @param statuses how its requests ended, 0 for no answer
   */
  record Seen(@Nullable Integer exitCode, String said, List<Integer> statuses) {
    private boolean lives() {
      return exitCode == null;
    }

    /** For the table. */
    String word() {
      if (exitCode != null && exitCode != 0) {
        return exitCode == BROKEN ? "ends" : "exit " + exitCode;
      }
      return statuses.stream()
          .filter(status -> status / 100 != 2)
          .findFirst()
          .map(status -> status == 0 ? "cut off" : String.valueOf(status))
          .orElse("–");
    }
  }

  /** What of it was broken; null if nothing. */
  static @Nullable String broken(Site site, Fault fault, Seen seen) {
    if (seen.exitCode() != null && seen.exitCode() != 0) {
      return brokenEnd(site, fault, seen);
    }
    if (site.scene() == Scene.STOP || site.scene().isStart()) {
      return null;
    }
    if (!seen.lives()) {
      return "the daemon left as if it had been asked to";
    }
    if (fault == Fault.EINTR) {
      boolean noticed = seen.statuses().stream().anyMatch(status -> status / 100 != 2);
      return RESTARTED.contains(site.syscall()) && noticed
          ? "a signal was taken for a fault"
          : null;
    }
    if (site.isOfJournal() && site.isForce()) {
      return "the daemon goes on after a failed force";
    }
    if (site.isOfJournal() && site.isWrite()) {
      if (!fault.isFull()) {
        return "the daemon goes on after a failed write of the journal";
      }
      boolean refused = seen.statuses().contains(507) || !site.scene().isOfDocuments();
      return refused ? null : "no write was refused with 507";
    }
    boolean isOfPublishing = site.thread().equals("publisher");
    boolean refused = seen.statuses().stream().anyMatch(s -> s / 100 != 2 && s != 503);
    return isOfPublishing && refused ? "a write was refused since it was not published" : null;
  }

  private static @Nullable String brokenEnd(Site site, Fault fault, Seen seen) {
    if (!seen.said().contains("larder: ")) {
      return "it ended without a word";
    }
    if (site.scene().isStart()) {
      return Objects.equals(seen.exitCode(), UNUSABLE) ? null : "it ended with " + seen.exitCode();
    }
    if (!Objects.equals(seen.exitCode(), BROKEN) || !seen.said().contains("ends at once")) {
      return "it ended with " + seen.exitCode();
    }
    if (!site.thread().equals("engine")) {
      return "it ended for a file that is not the journal's";
    }
    if (fault == Fault.EINTR && RESTARTED.contains(site.syscall())) {
      return "a signal was taken for a fault";
    }
    return fault.isFull() && site.isWrite() ? "a full disk ended it" : null;
  }
}
