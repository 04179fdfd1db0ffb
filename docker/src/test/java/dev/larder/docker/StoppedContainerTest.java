package dev.larder.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The daemon's container under clients that merge without pause, and its end. */
class StoppedContainerTest {
  private static final int CLIENTS = 16;
  private static final int KILLS = 3;
  private static final int MERGES = 300;

  @BeforeAll
  static void engineIsThere() {
    Needs.engine();
  }

  @Test
  void dockerStopUnderMergingClientsPublishesEveryAnsweredMerge() throws Exception {
    try (SharedFolder folder = SharedFolder.create();
        Pantry pantry = Pantry.in(folder).open();
        MergingClients clients = MergingClients.start(folder, CLIENTS)) {
      clients.awaitAnswers(MERGES);

      // 137 would say that the engine lost its patience.
      assertThat(pantry.stop()).isZero();
      clients.end();

      Set<String> answered = clients.answered();
      assertThat(MergingClients.names(Files.readString(folder.published(MergingClients.DOC))))
          .containsAll(answered);
    }
  }

  @Test
  void everyAnsweredMergeSurvivesKillsOfTheContainer() throws Exception {
    try (SharedFolder folder = SharedFolder.create();
        Pantry pantry = Pantry.in(folder).open();
        MergingClients clients = MergingClients.start(folder, CLIENTS)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        clients.awaitAnswers(kill * MERGES);
        pantry.kill();
        pantry.startAgain();
      }
      clients.awaitAnswers((KILLS + 1) * MERGES);
      clients.end();

      assertThat(pantry.stop()).isZero();
      assertThat(MergingClients.names(Files.readString(folder.published(MergingClients.DOC))))
          .containsAll(clients.answered());
    }
  }
}
