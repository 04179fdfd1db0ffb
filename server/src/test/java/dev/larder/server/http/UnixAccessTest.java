package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.ProblemKind;
import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of this machine at the Unix-domain socket. */
@SuppressWarnings("try") // closing the daemon may be interrupted
@Timeout(60)
class UnixAccessTest {
  private static final String EPOLL = "-Dio.netty.transport.noNative=false";
  private static final String JDK = "-Dio.netty.transport.noNative=true";
  private static final String GROUP = "64123";

  @BeforeAll
  static void needOtherUsers() throws Exception {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    Needs.thatHolds(root, "the superuser, to act as other users");
    Needs.thatHolds(isThere("setpriv") && isThere("curl"), "the commands setpriv and curl");
  }

  private static boolean isThere(String command) throws InterruptedException {
    try {
      return Shell.tryRun(command, "--version").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks as another user, who is let through all folders to the socket itself. */
  private static String ask(LiveDaemon daemon, String identity, String... more) throws Exception {
    Path socket = daemon.root().resolve("larder.sock");
    Shell.run("chmod", "o+x", daemon.beside(".").toString(), daemon.root().toString());
    Shell.run("chmod", "o+rw", socket.toString());
    List<String> line = new ArrayList<>(List.of("setpriv"));
    line.addAll(List.of(identity.split(" ", -1)));
    line.addAll(
        List.of("curl", "-s", "--unix-socket", socket.toString(), "http://larder/v1/stats"));
    line.addAll(List.of(more));
    return Shell.run(line.toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {EPOLL, JDK})
  void anotherUserIsRefusedAndLoggedOnceWhileTheOwnerGoesOn(String transport) throws Exception {
    try (LiveDaemon daemon = LiveDaemon.startedIn(List.of(transport));
        Wire owner = daemon.connect()) {
      for (int i = 0; i < 3; i++) {
        String answer = ask(daemon, "--reuid 64001 --regid 64001 --clear-groups");
        assertThat(answer).contains(ProblemKind.FOREIGN_USER.type(), "64001");
        owner.ask(Call.get("/v1/stats")).has(200);
      }
      assertThat(daemon.logged("(foreign-user)")).hasSize(1);
    }
  }

  @Test
  void aNamedUserAndTheMembersOfANamedGroupAreLetIn() throws Exception {
    try (LiveDaemon daemon =
        LiveDaemon.started("--socket-mode", "0660", "--allow-uid", "64002", "--allow-gid", GROUP)) {
      String documents = "{\"documents\":[]}";
      assertThat(ask(daemon, "--reuid 64002 --regid 64002 --clear-groups")).isEqualTo(documents);
      String effective = "--reuid 64003 --clear-groups --regid " + GROUP;
      assertThat(ask(daemon, effective)).isEqualTo(documents);
      String supplementary = "--reuid 64003 --regid 64003 --groups 64999," + GROUP;
      assertThat(ask(daemon, supplementary)).isEqualTo(documents);
      String stranger = "--reuid 64003 --regid 64003 --groups 64999";
      assertThat(ask(daemon, stranger)).contains(ProblemKind.FOREIGN_USER.type());
    }
  }

  @Test
  void whoIsLetInMayNotSayWhereTheDaemonWritesFiles() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--socket-mode", "0660", "--allow-gid", GROUP)) {
      daemon.ask(Call.merge("doc", "{}")).has(201);
      Path elsewhere = daemon.beside("evil.json");
      String refused =
          ask(
              daemon,
              "--reuid 64003 --clear-groups --regid " + GROUP,
              "--next",
              "-s",
              "--unix-socket",
              daemon.root().resolve("larder.sock").toString(),
              "-X",
              "PUT",
              "--json",
              "{\"publish\":\"" + elsewhere + "\"}",
              "http://larder/v1/stats/doc/settings");
      assertThat(refused).contains(ProblemKind.BAD_SETTINGS.type());
      assertThat(elsewhere).doesNotExist();
    }
  }

  @Test
  void whereTheSystemTellsNoNumbersUsersCannotBeNamed() {
    assertThatThrownBy(() -> LiveDaemon.startedIn(List.of(JDK), "--allow-uid", "64002"))
        .hasMessageContaining("--allow-uid and --allow-gid need Linux's epoll");
  }
}
