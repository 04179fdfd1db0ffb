package dev.larder.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final DocName BUSY = DocName.parse("busy");
  private static final DocName QUIET = DocName.parse("quiet");

  @Test
  void ofOneDocumentSoManyVersionsAreRemembered() {
    History history = new History();
    for (int number = 1; number <= Limits.LOG_VERSIONS + 5; number++) {
      history.add(BUSY, version(number));
    }
    List<Version> versions = history.of(BUSY);
    assertThat(versions).hasSize(Limits.LOG_VERSIONS);
    assertThat(versions.get(0).number()).isEqualTo(6);
  }

  @Test
  void whereAllTakeTooMuchItIsTheBusyOnesThatForget() {
    History history = new History(10_000);
    history.add(QUIET, version(1));
    for (int number = 1; number <= 500; number++) {
      history.add(BUSY, version(number));
    }
    assertThat(history.of(QUIET)).hasSize(1);
    List<Version> busy = history.of(BUSY);
    assertThat(busy).isNotEmpty();
    assertThat(busy.stream().mapToInt(Version::bytes).sum()).isLessThan(10_000);
    assertThat(busy.get(busy.size() - 1).number()).isEqualTo(500);
  }

  @Test
  void aCheckpointKeepsAllOfIt() throws IOException {
    History history = new History();
    history.add(BUSY, version(1));
    history.add(BUSY, new Version(2, WriteKind.EXPIRY, 8, "ä", List.of(), List.of("x"), 3, null));
    history.add(QUIET, version(7));
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    HistoryCodec.write(history.copy(), part);
    History read = new History();
    HistoryCodec.read(new ByteArrayInputStream(part.toByteArray()), read);
    assertThat(read.copy()).isEqualTo(history.copy());
  }

  @Test
  void aVersionNamesAsManyEntriesAsItHasRoomForAndCountsTheRest() {
    List<Entry> put = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      put.add(Entry.of(("\"e" + i + "\": 1").getBytes(UTF_8), i < 10 ? 6 : 7));
    }
    List<String> removed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      removed.add("r" + i);
    }
    Version version =
        Version.of(
            new Change.Put(
                BUSY, 1, new Origin(WriteKind.PATCH, "me"), new Effect(put, removed, 5)));
    assertThat(version.put()).hasSize(90);
    assertThat(version.removed()).hasSize(10);
    assertThat(version.more()).isEqualTo(10);
  }

  /** The writes of a batch are in the document before they are told. */
  @Test
  void whoFollowsWithinABatchIsToldOfTheWritesBehindIt() {
    Documents documents = new Documents(Limits.DEFAULTS, new HashMap<>(), new Tombstones());
    Feed feed = new Feed(documents, new History());
    Change.OfDocument first = put(1);
    Change.OfDocument second = put(2);
    documents.apply(first);
    documents.apply(second);
    feed.changed(first);
    List<Long> told = new ArrayList<>();
    Following<Version> following =
        feed.follow(
            BUSY,
            new Follower<>() {
              @Override
              public void add(Version version) {
                told.add(version.number());
              }

              @Override
              public void ring() {}
            });
    feed.changed(second);
    assertThat(following.current()).isEqualTo(1);
    assertThat(told).containsExactly(2L);
  }

  private static Change.OfDocument put(long number) {
    return new Change.Put(
        BUSY, number, new Origin(WriteKind.MERGE, "me"), new Effect(List.of(), List.of(), 5));
  }

  private static Version version(long number) {
    return new Version(number, WriteKind.MERGE, 7, "pid 1", List.of("a"), List.of(), 0, null);
  }
}
