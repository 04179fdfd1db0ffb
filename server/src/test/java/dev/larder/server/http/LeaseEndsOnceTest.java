package dev.larder.server.http;

import static dev.larder.server.http.ExactlyOnceTest.keyed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.IdempotencyKey;
import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A builder whose answer got lost asks again, and gets the first answer. */
@Timeout(120)
@SuppressWarnings("try") // waiting for a daemon may be interrupted
class LeaseEndsOnceTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  private final String id = "once/" + UUID.randomUUID();
  private final String key = UUID.randomUUID().toString();

  private static void isRepeat(Reply again, Reply first) {
    assertThat(again.has(first.status()).text()).isEqualTo(first.text());
    assertThat(again.header(IdempotencyKey.REPLAYED_HEADER)).isEqualTo("true");
  }

  @Test
  void aCommitIsRepeatedHereAndAtTheNextDaemon() throws Exception {
    Building building = Building.begin(DAEMON, id).stage("x");
    Call commit = keyed(building.commit(), key);
    Reply first = DAEMON.ask(commit).has(200);
    assertThat(first.header(IdempotencyKey.REPLAYED_HEADER)).isNull();
    isRepeat(DAEMON.ask(commit), first);
    DAEMON.ask(building.commit()).problem(ProblemKind.LEASE_LOST);
    DAEMON.ask(keyed(building.fail("{}"), key)).problem(ProblemKind.IDEMPOTENCY_KEY_REUSED);
    DAEMON.killAndStartAgain();
    isRepeat(DAEMON.ask(commit), first);
  }

  @Test
  void aCommitIsKnownWhoseDaemonDiedBetweenTheRenameAndTheJournal() throws Exception {
    Building building = Building.begin(DAEMON, id).stage("x");
    List<Path> before = journal();
    List<byte[]> bytes = new ArrayList<>();
    for (Path file : before) {
      bytes.add(Files.readAllBytes(file));
    }
    Call commit = keyed(building.commit(), key);
    Reply first = DAEMON.ask(commit).has(200);
    DAEMON.kill();
    // What the kill would have left a moment earlier: the result, and no word of it.
    assertThat(journal()).isEqualTo(before);
    for (int i = 0; i < before.size(); i++) {
      Files.write(before.get(i), bytes.get(i));
    }
    for (int start = 0; start < 2; start++) {
      DAEMON.start();
      DAEMON.ask(building.commit()).problem(ProblemKind.LEASE_LOST);
      isRepeat(DAEMON.ask(commit), first);
      DAEMON.kill();
    }
    DAEMON.start();
  }

  private static List<Path> journal() throws IOException {
    try (Stream<Path> files = Files.list(DAEMON.root().resolve("state/journal"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void aFailureIsToldOnce() throws Exception {
    Building building = Building.begin(DAEMON, id);
    Call fail = keyed(building.fail("{\"detail\":\"no\"}"), key);
    Reply first = DAEMON.ask(fail).has(204);
    isRepeat(DAEMON.ask(fail), first);
    DAEMON
        .ask(keyed(building.fail("{\"detail\":\"yes\"}"), key))
        .problem(ProblemKind.IDEMPOTENCY_KEY_REUSED);
    DAEMON.killAndStartAgain();
    isRepeat(DAEMON.ask(fail), first);
    DAEMON.ask(building.fail("{}")).problem(ProblemKind.LEASE_LOST);
  }

  @Test
  void aCommitThatWasRefusedMayBeSentAgain() throws Exception {
    Building building = Building.begin(DAEMON, id);
    Call commit = keyed(building.commit(), key);
    DAEMON.ask(commit).problem(ProblemKind.NOTHING_STAGED);
    building.stage("x");
    Reply first = DAEMON.ask(commit).has(200);
    isRepeat(DAEMON.ask(commit), first);
  }

  @Test
  void aBuilderByTcpIsToldAgainWithoutPaths() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.listening()) {
      Building building = Building.begin(daemon, id).stage("x");
      Call commit = TcpAccessTest.local(keyed(building.commit(), key));
      Reply first = daemon.askByTcp(commit).has(200);
      assertThat(first.text()).doesNotContain(daemon.root().toString());
      isRepeat(daemon.askByTcp(commit), first);
    }
  }
}
