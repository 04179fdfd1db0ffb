package dev.larder.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedSocketTest {
  @TempDir Path folder;

  private static TimedSocket connect(Path socket, long ms) throws Exception {
    return Dial.unix(new Endpoint.Unix(socket), Deadline.afterMs(ms));
  }

  @Test
  void missingSocketHasNobodyBehindIt() {
    assertThatThrownBy(() -> connect(folder.resolve("none.sock"), 1_000))
        .isInstanceOf(NobodyListensException.class);
  }

  @Test
  void socketOfADeadOwnerHasNobodyBehindIt() throws Exception {
    Path socket = folder.resolve("dead.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    assertThatThrownBy(() -> connect(socket, 1_000)).isInstanceOf(NobodyListensException.class);
  }

  @Test
  void fullBacklogIsWaitedForAndNotTakenForAConnection() throws Exception {
    Path socket = folder.resolve("busy.sock");
    List<TimedSocket> taken = new ArrayList<>();
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), 1);
      assertThatThrownBy(
              () -> {
                while (taken.size() < 100) {
                  taken.add(connect(socket, 50));
                }
              })
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(taken).isNotEmpty();
      server.accept().close();
      taken.add(connect(socket, 10_000));
    } finally {
      for (TimedSocket one : taken) {
        one.close();
      }
    }
  }
}
