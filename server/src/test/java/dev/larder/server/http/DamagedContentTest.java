package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Contents as they are read: packed when asked for, and never damaged ones. */
@Timeout(120)
class DamagedContentTest {
  @RegisterExtension
  static final LiveDaemon DAEMON = LiveDaemon.with().tolerating("is not what its digest");

  @TempDir private Path folder;

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Path build(String id, byte[] bytes) throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      DAEMON.ask(building.send("").body(bytes)).has(204);
      DAEMON.ask(building.commit()).has(200);
    }
    return DAEMON.root().resolve("workspaces/" + id + "/content");
  }

  private static Call get(String id) {
    return Call.get("/v1/workspaces/" + id + "/content");
  }

  /** One bit, somewhere: the length stays. */
  private static void damage(Path file, byte[] bytes) throws IOException {
    byte[] other = bytes.clone();
    other[bytes.length / 2] ^= 1;
    Files.write(file, other);
  }

  private static void isDroppedAndCanBeBuiltAgain(String id, byte[] bytes) throws Exception {
    await().until(() -> DAEMON.ask(Call.get("/v1/workspaces/" + id)).status() == 404);
    Path again = build(id, bytes);
    assertThat(DAEMON.ask(get(id)).has(200).body()).isEqualTo(bytes);
    assertThat(again).hasBinaryContent(bytes);
  }

  @Test
  void damagedFileIsNeverServedWholeAndIsDropped() throws Exception {
    byte[] bytes = noise(3_000_000);
    damage(build("d/file", bytes), bytes);

    assertThatThrownBy(() -> DAEMON.ask(get("d/file"))).isInstanceOf(IOException.class);

    isDroppedAndCanBeBuiltAgain("d/file", bytes);
  }

  @Test
  void damagedFileIsNotServedPackedEither() throws Exception {
    byte[] bytes = noise(1000);
    damage(build("d/packed", bytes), bytes);

    assertThatThrownBy(() -> DAEMON.ask(get("d/packed").with("Accept-Encoding: gzip")))
        .isInstanceOf(IOException.class);

    isDroppedAndCanBeBuiltAgain("d/packed", bytes);
  }

  @Test
  void damagedFolderIsAnsweredAsOneThatIsNotThere() throws Exception {
    try (Building building = Building.begin(DAEMON, "d/folder")) {
      Path content = Files.createDirectory(building.staging().resolve("content"));
      Files.writeString(content.resolve("f"), "hello");
      DAEMON.ask(building.commit()).has(200);
    }
    DAEMON.ask(get("d/folder")).has(200);
    Files.writeString(DAEMON.root().resolve("workspaces/d/folder/content/f"), "hallo");

    DAEMON.ask(get("d/folder")).problem(ProblemKind.NOT_FOUND);

    await().until(() -> !Files.exists(DAEMON.root().resolve("workspaces/d/folder")));
  }

  @Test
  void contentIsPackedWhenAskedForAndHasAnEtagOfItsOwn() throws Exception {
    byte[] bytes = new byte[2_000_000];
    Arrays.fill(bytes, (byte) 'x');
    build("p/file", bytes);
    Reply plain = DAEMON.ask(get("p/file")).has(200);

    Reply packed = DAEMON.ask(get("p/file").with("Accept-Encoding: br, gzip;q=0.5")).has(200);

    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.header("Vary")).isEqualTo("accept-encoding");
    assertThat(plain.header("Vary")).isEqualTo("accept-encoding");
    assertThat(packed.body()).hasSizeLessThan(100_000);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    String digest = String.valueOf(plain.header("ETag")).replace("\"", "");
    assertThat(packed.header("ETag")).isEqualTo("\"" + digest + "-gzip\"");
    for (String etag : new String[] {digest, digest + "-gzip"}) {
      DAEMON.ask(get("p/file").with("If-None-Match: \"" + etag + '"')).has(304);
    }
    for (String unwanted : new String[] {"gzip;q=0", "br", "*;q=0", "identity"}) {
      Reply identity = DAEMON.ask(get("p/file").with("Accept-Encoding: " + unwanted)).has(200);
      assertThat(identity.header("Content-Encoding")).as(unwanted).isNull();
      assertThat(identity.body()).isEqualTo(bytes);
    }
  }

  @Test
  void contentComesByZstdWhereThatIsLikedNoLessThanGzip() throws Exception {
    Needs.thatHolds(Shell.tryRun("sh", "-c", "command -v zstd").exitCode() == 0, "zstd(1)");
    byte[] bytes = new byte[3_000_000];
    new Random(7).ints(0, bytes.length).limit(300_000).forEach(at -> bytes[at] = (byte) at);
    build("p/zstd", bytes);

    Reply packed = DAEMON.ask(get("p/zstd").with("Accept-Encoding: gzip, zstd")).has(200);

    assertThat(packed.header("Content-Encoding")).isEqualTo("zstd");
    assertThat(packed.header("ETag")).endsWith("-zstd\"");
    assertThat(packed.body()).hasSizeLessThan(bytes.length / 2);
    Path file = Files.write(folder.resolve("packed.zst"), packed.body());
    Path plain = folder.resolve("plain");
    Shell.run("zstd", "-q", "-d", file.toString(), "-o", plain.toString());
    assertThat(plain).hasBinaryContent(bytes);
    Reply gzip = DAEMON.ask(get("p/zstd").with("Accept-Encoding: gzip, zstd;q=0.9")).has(200);
    assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
  }

  @Test
  void folderIsPackedTooAndHeadTellsTheSame() throws Exception {
    try (Building building = Building.begin(DAEMON, "p/folder")) {
      Path content = Files.createDirectory(building.staging().resolve("content"));
      Files.writeString(content.resolve("f"), "hello".repeat(10_000));
      DAEMON.ask(building.commit()).has(200);
    }
    byte[] plain = DAEMON.ask(get("p/folder")).has(200).body();
    Call asked = get("p/folder").with("Accept-Encoding: gzip");

    Reply packed = DAEMON.ask(asked).has(200);

    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
    }
    try (Wire wire = DAEMON.connect()) {
      wire.send(new Call("HEAD", asked.target(), asked.headers(), asked.body()));
      Reply head = wire.replyToHead().has(200);
      assertThat(head.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(head.header("ETag")).isEqualTo(packed.header("ETag"));
    }
  }
}
