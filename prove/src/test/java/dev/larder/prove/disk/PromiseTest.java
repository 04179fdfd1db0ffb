package dev.larder.prove.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker bites: what a daemon must not do after a fault is told. */
class PromiseTest {
  private static final String LAST_WORDS = "larder: the daemon ends at once: it broke";

  private static final Site FORCE =
      new Site(Scene.WRITE, "engine", "fdatasync", "journal segment", null, 1, 1);
  private static final Site WRITE =
      new Site(Scene.WRITE, "engine", "pwrite64", "journal segment", null, 1, 1);
  private static final Site RENAME =
      new Site(Scene.WRITE, "publisher", "rename", "published file", null, 1, 1);

  @Test
  void aFailedForceOfTheJournalEndsTheDaemonWithAWord() {
    assertThat(broken(FORCE, Fault.EIO, 70, LAST_WORDS, 0)).isNull();
    assertThat(broken(FORCE, Fault.EIO, null, "", 200))
        .isEqualTo("the daemon goes on after a failed force");
    assertThat(broken(FORCE, Fault.EIO, 70, "", 0)).isEqualTo("it ended without a word");
    assertThat(broken(FORCE, Fault.EINTR, 70, LAST_WORDS, 0))
        .isEqualTo("a signal was taken for a fault");
  }

  @Test
  void aFullDiskIsAnsweredAndEndsNothing() {
    assertThat(broken(WRITE, Fault.ENOSPC, null, "", 507)).isNull();
    assertThat(broken(WRITE, Fault.EDQUOT, 70, LAST_WORDS, 0)).isEqualTo("a full disk ended it");
    assertThat(broken(WRITE, Fault.ENOSPC, null, "", 200))
        .isEqualTo("no write was refused with 507");
  }

  @Test
  void aFileThatCannotBePublishedRefusesNoWrite() {
    assertThat(broken(RENAME, Fault.EIO, null, "", 503)).isNull();
    assertThat(broken(RENAME, Fault.EIO, null, "", 500))
        .isEqualTo("a write was refused since it was not published");
    assertThat(broken(RENAME, Fault.EIO, 70, LAST_WORDS, 0))
        .isEqualTo("it ended for a file that is not the journal's");
  }

  private static @Nullable String broken(
      Site site, Fault fault, @Nullable Integer exitCode, String said, int status) {
    return Promise.broken(site, fault, new Promise.Seen(exitCode, said, List.of(status)));
  }
}
