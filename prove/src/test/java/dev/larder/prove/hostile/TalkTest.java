package dev.larder.prove.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testbed.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The check bites: a server that blames itself, or executes what is hidden, is seen to do so. */
class TalkTest {
  @Test
  void aServerThatBlamesItselfIsSeenToDoSo() throws Exception {
    Talk talk = talkWith("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assertThat(talk.blamesItself()).isTrue();
  }

  @Test
  void theAnswerToAHiddenRequestIsSeenBehindTheRefusal() throws Exception {
    Talk talk = talkWith(answer("400 Bad") + answer("201 Created"));
    assertThat(talk.statuses()).containsExactly(400, 201);
    assertThat(talk.blamesItself()).isFalse();
  }

  private static String answer(String status) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
  }

  @Test
  void aServerThatClosesWithoutAWordGivesNoStatus() throws Exception {
    assertThat(talkWith("").first()).isZero();
  }

  @Test
  void theSameSeedMakesTheSameMutations() {
    var one = new Mutations(new Random(7));
    var other = new Mutations(new Random(7));
    for (int i = 0; i < 1000; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
  }

  @Test
  void everyAttackHasItsOwnWitnessAndHidesARequestOnlyForIt() {
    for (Attack attack : Attacks.all("localhost", "x-")) {
      String text = new String(attack.bytes(), StandardCharsets.ISO_8859_1);
      if (text.contains("witness")) {
        assertThat(text).contains("/v1/stats/" + attack.witness() + "/merge");
      }
    }
    assertThat(Attacks.all("localhost", "x-").stream().map(Attack::witness).distinct())
        .hasSameSizeAs(Attacks.all("localhost", "x-"));
  }

  private static Talk talkWith(String answer) throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var serving = new Thread(() -> serve(server, answer), "server");
      serving.start();
      Talk.Door door =
          () ->
              Wire.to(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
      Talk talk = Talk.ending(door, "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      serving.join();
      return talk;
    }
  }

  private static void serve(ServerSocket server, String answer) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      in.readAllBytes();
      socket.getOutputStream().write(answer.getBytes(UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
