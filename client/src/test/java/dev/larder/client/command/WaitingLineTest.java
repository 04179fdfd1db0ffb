package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.command.Terminals.Stream;
import dev.larder.protocol.BuildEvent.Waiting;
import dev.larder.protocol.BuildProgress;
import dev.larder.protocol.Builder;
import dev.larder.protocol.WorkspaceId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
  private static final WorkspaceId ID = WorkspaceId.parse("gap", "3f2a9c0011223344");

  @Test
  void aTerminalShowsWhoBuildsForHowLongAndHowLongItTook() {
    var shell = TestShell.onTerminals(Map.of(), Stream.ERR);
    try (var line = new WaitingLine(ID, shell.shell())) {
      line.show(new Waiting(new Builder(77, "a"), 1_240, 2_100L));

      assertThat(shell.err())
          .isEqualTo(
              "\rlarder: waiting for gap/3f2a9c00…, built by pid 77 on a, 1.2 s of about 2.1 s");
    }
  }

  @Test
  void aShorterLineCoversTheLongerOneBeforeItAndInTheEndNothingIsLeft() {
    var shell = TestShell.onTerminals(Map.of(), Stream.ERR);
    var line = new WaitingLine(ID, shell.shell());

    line.show(new Waiting(new Builder(12345, "a"), 900, 2_100L));
    line.show(new Waiting(new Builder(7, "a"), 1_900, null));
    line.erase();

    String[] shown = shell.err().split("\r", -1);
    assertThat(shown[2]).hasSameSizeAs(shown[1]).matches(".* on a, 1.9 s +");
    assertThat(shown[3]).isBlank().hasSizeGreaterThanOrEqualTo(60);
    assertThat(shown[4]).isEmpty();
  }

  @Test
  void aQueuedBuildIsShownWithItsPlaceAndARunningOneWithItsProgress() {
    var shell = TestShell.piped();
    try (var line = new WaitingLine(ID, shell.shell())) {
      line.show(new Waiting(null, 100, null, null, 3));
      line.show(new Waiting(null, 1_100, null, null, 2));
      line.show(
          new Waiting(new Builder(7, "a"), 200, null, new BuildProgress("40% of it", 40), null));
    }

    assertThat(shell.err())
        .isEqualTo(
            """
            larder: waiting for gap/3f2a9c00…, queued, as many builds run as may (place 3), 0.1 s
            larder: waiting for gap/3f2a9c00…, built by pid 7 on a, 0.2 s: 40% of it
            """);
  }

  @Test
  void theLineNeverBreaksOnATerminalOfEightyColumns() {
    var shell = TestShell.onTerminals(Map.of(), Stream.ERR);
    try (var line = new WaitingLine(ID, shell.shell())) {
      line.show(new Waiting(new Builder(77, "host".repeat(40)), 1_240, 2_100L));

      assertThat(shell.err()).hasSize(1 + 79).endsWith("…");
    }
  }

  @Test
  void withoutATerminalItIsOnePlainLine() {
    var shell = TestShell.piped();
    try (var line = new WaitingLine(ID, shell.shell())) {
      line.show(new Waiting(new Builder(77, "a"), 0, null));
      line.show(new Waiting(new Builder(77, "a"), 1_000, null));
    }

    assertThat(shell.err())
        .isEqualTo("larder: waiting for gap/3f2a9c00…, built by pid 77 on a, 0.0 s\n");
  }
}
