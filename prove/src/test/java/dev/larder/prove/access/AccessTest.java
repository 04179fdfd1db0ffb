package dev.larder.prove.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.Needs;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  @TempDir private Path folder;

  @BeforeEach
  void needOtherUsers() throws Exception {
    boolean superuser = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    Needs.that(superuser, "only the superuser can act as other users");
    Needs.command("setpriv");
    Needs.command("curl");
  }

  @Test
  void nobodyGetsFurtherThanHeMayAndNothingOutsideOfTheRootChanges() throws Exception {
    Run run = Run.lasting(Duration.ZERO, 1, folder.toRealPath(), line -> {});

    Tally tally = new Access().prove(run);

    assertThat(tally.of("planted files")).isGreaterThan(15);
    assertThat(tally.of("names that try to leave")).isGreaterThan(300);
    assertThat(tally.of("operations tried by token")).isGreaterThan(80);
    assertThat(tally.of("staged contents")).isEqualTo(10);
    assertThat(tally.of("strangers' attempts")).isEqualTo(20);
  }

  @Test
  void victimThatChangedIsTold() throws Exception {
    Scene scene = Scene.in(folder.toRealPath(), new Tally());
    scene.checkVictim("nothing");
    assertThat(scene.broken()).isEmpty();
    Files.writeString(scene.victim().resolve("folder/content"), "The victim's");

    scene.checkVictim("a write");

    assertThat(scene.broken())
        .singleElement()
        .asString()
        .startsWith("changed outside of the root by a write: ")
        .contains("folder/content");
  }
}
