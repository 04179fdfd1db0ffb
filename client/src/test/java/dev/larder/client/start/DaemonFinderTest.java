package dev.larder.client.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.larder.client.http.Deadline;
import dev.larder.client.http.Endpoint;
import dev.larder.client.http.ScriptedPeer;
import dev.larder.client.http.Trust;
import dev.larder.protocol.DaemonFile;
import dev.larder.protocol.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonFinderTest {
  private static final long LONG_MS = 20_000;
  private static final Trust NO_TRUST = new Trust(null, null, null);

  @TempDir Path folder;

  private static void connect(Path root, Endpoint endpoint) throws IOException {
    new DaemonFinder(root, endpoint, NO_TRUST, null, LONG_MS)
        .connect(Deadline.afterMs(LONG_MS))
        .close();
  }

  private static void connect(Path root) throws IOException {
    new DaemonFinder(root, null, NO_TRUST, null, LONG_MS)
        .connect(Deadline.afterMs(LONG_MS))
        .close();
  }

  private static void writeDaemonFile(Path root, Endpoint endpoint) throws IOException {
    Files.createDirectories(root.resolve("state"));
    var file = new DaemonFile(1, List.of(endpoint.toString()), "1", 1, Instant.now());
    Files.write(root.resolve("state/daemon.json"), Messages.write(file));
  }

  @Test
  void socketInTheRootIsFound() throws Exception {
    try (var peer = new ScriptedPeer(folder.resolve("larder.sock"))) {
      connect(folder);
      peer.awaitEndOfScene();
    }
  }

  @Test
  void rootTooLongForASocketIsFoundByItsDaemonFile() throws Exception {
    Path root = folder.resolve("r".repeat(100));
    try (var peer = new ScriptedPeer(folder.resolve("short.sock"))) {
      writeDaemonFile(root, peer.endpoint());
      connect(root);
      peer.awaitEndOfScene();
    }
  }

  @Test
  void rootTooLongForASocketWithoutADaemonFileHasNoDaemon() {
    assertThatThrownBy(() -> connect(folder.resolve("r".repeat(100))))
        .isInstanceOf(NoDaemonException.class)
        .matches(e -> ((NoDaemonException) e).isAbsent());
  }

  @Test
  void staleDaemonFileLeadsToNobody() throws IOException {
    writeDaemonFile(folder, new Endpoint.Unix(folder.resolve("gone.sock")));
    assertThatThrownBy(() -> connect(folder))
        .isInstanceOf(NoDaemonException.class)
        .hasMessageContaining("larder serve --root " + folder)
        .matches(e -> ((NoDaemonException) e).isAbsent());
  }

  @Test
  void brokenDaemonFileIsTold() throws IOException {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state/daemon.json"), "{");
    assertThatThrownBy(() -> connect(folder))
        .isInstanceOf(NoDaemonException.class)
        .hasMessageContaining("daemon.json");
  }

  @Test
  void rootOfAnotherUserIsNotTrustedUnlessItsEndpointIsNamed() throws Exception {
    assumeThat((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("only root can give a folder away")
        .isZero();
    Path root = Files.createDirectory(folder.resolve("theirs"));
    try (var peer = new ScriptedPeer(root.resolve("larder.sock"))) {
      Files.setAttribute(root, "unix:uid", 4242);
      assertThatThrownBy(() -> connect(root))
          .isInstanceOf(NoDaemonException.class)
          .hasMessageContaining("4242")
          .matches(e -> !((NoDaemonException) e).isAbsent());
      connect(root, peer.endpoint());
      peer.awaitEndOfScene();
    }
  }

  @Test
  void socketOfAnotherUserInOurRootIsNotTrusted() throws Exception {
    assumeThat((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("only root can give a socket away")
        .isZero();
    try (var peer = new ScriptedPeer(folder.resolve("larder.sock"))) {
      Files.setAttribute(folder.resolve("larder.sock"), "unix:uid", 4242);
      assertThatThrownBy(() -> connect(folder)).isInstanceOf(NoDaemonException.class);
      assertThat(peer.heard()).isEmpty();
    }
  }
}
