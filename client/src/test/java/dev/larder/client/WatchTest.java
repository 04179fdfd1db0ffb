package dev.larder.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.DocumentEvent;
import dev.larder.protocol.WorkspaceEvent;
import org.junit.jupiter.api.Test;

class WatchTest extends PeerTest {
  private static final String OPEN =
      "id: 1\nevent: open\ndata: {\"event\":\"open\",\"version\":1}\n\n";

  private static String change(long version) {
    return "id: "
        + version
        + "\nevent: change\ndata: {\"event\":\"change\",\"version\":"
        + version
        + ",\"first\":2,\"kind\":\"merge\",\"at\":\"2026-11-24T12:00:00Z\",\"who\":\"pid 7 uid 0\","
        + "\"put\":[\"ä\"],\"removed\":[],\"more\":0}\n\n";
  }

  @Test
  void eventsAreReadAsTheyComeInPiecesAndCommentsArePassedOver() {
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk("retry: 1000\n\n" + OPEN).chunk(":\n\n");
          String change = change(3);
          line.chunk(change.substring(0, 20)).chunk(change.substring(20));
          line.hungUp();
        });
    try (Watch<DocumentEvent> watch = larder.watch("d")) {
      assertThat(watch.next()).isEqualTo(new DocumentEvent.Open(1));
      DocumentEvent.Change change = (DocumentEvent.Change) watch.next();
      assertThat(change.first()).isEqualTo(2);
      assertThat(change.version()).isEqualTo(3);
      assertThat(change.put()).containsExactly("ä");
    }
    assertThat(peer.heard().get(0))
        .startsWith("GET /v1/stats/d/events HTTP/1.1\r\n")
        .doesNotContain("Last-Event-ID");
  }

  @Test
  void aStreamThatBreaksOrEndsIsOpenedAgainWhereItBroke() {
    peer.then(
        line -> {
          line.hear();
          // Half of an event is none.
          line.beginStream().chunk(change(2)).chunk(change(3).substring(0, 30));
        });
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk(change(4)).say("0\n\n");
        });
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk(change(5));
          line.hungUp();
        });
    try (Watch<DocumentEvent> watch = larder.watch("d", 1)) {
      assertThat(watch.next().version()).isEqualTo(2);
      assertThat(watch.next().version()).isEqualTo(4);
      assertThat(watch.next().version()).isEqualTo(5);
    }
    assertThat(peer.heard().get(0)).contains("Last-Event-ID: 1\r\n");
    assertThat(peer.heard().get(1)).contains("Last-Event-ID: 2\r\n");
    assertThat(peer.heard().get(2)).contains("Last-Event-ID: 4\r\n");
  }

  @Test
  void aRefusalIsToldAtOnce() {
    peer.then(
        line -> {
          line.hear();
          line.answer(
              429,
              "Content-Type: application/problem+json\n",
              "{\"type\":\"urn:larder:problem:too-many\",\"title\":\"t\",\"status\":429,"
                  + "\"detail\":\"d\",\"action\":\"a\"}");
        });
    assertThatThrownBy(() -> larder.watch("d")).isInstanceOf(LarderException.Refused.class);
  }

  @Test
  void closingEndsAWaitForTheNextEvent() throws Exception {
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk(OPEN);
          line.hungUp();
        });
    Watch<DocumentEvent> watch = larder.watch("d");
    watch.next();
    Thread closer = new Thread(watch::close);
    closer.start();
    assertThatThrownBy(watch::next).isInstanceOf(LarderException.ConnectionLost.class);
    closer.join();
  }

  @Test
  void aWorkspacesEventsAreOfTheirKinds() {
    peer.then(
        line -> {
          line.hear();
          line.beginStream()
              .chunk("id: r-1\nevent: lost\ndata: {\"event\":\"lost\",\"key\":\"k\",")
              .chunk("\"builder\":{\"pid\":7,\"host\":\"h\"}}\n\n");
          line.hungUp();
        });
    try (Watch<WorkspaceEvent> watch = larder.watchWorkspace("w")) {
      assertThat(watch.next()).isInstanceOf(WorkspaceEvent.Lost.class);
    }
    assertThat(peer.heard().get(0)).startsWith("GET /v1/workspaces/w/events HTTP/1.1\r\n");
  }

  @Test
  void aWaitForANewerVersionIsOneRequest() {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 304 Not Modified\nLarder-Protocol: 1\nETag: \"7\"\n\n");
          line.hear();
          line.answer(200, "ETag: \"8\"\n", "{}");
        });
    assertThat(larder.getIfNewer("d", 7, 0)).isEmpty();
    assertThat(larder.getIfNewer("d", 7, 3_600_000)).isPresent();
    assertThat(peer.heard().get(0)).startsWith("GET /v1/stats/d?after=7&wait=0ms ");
    assertThat(peer.heard().get(1)).startsWith("GET /v1/stats/d?after=7&wait=300000ms ");
  }
}
