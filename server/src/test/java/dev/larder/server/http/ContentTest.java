package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Results that are sent and taken by HTTP, both ways. */
@Timeout(120)
class ContentTest {
  private static final String TAR = "Content-Type: application/x-tar";

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  @TempDir private Path folder;

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Call get(String id) {
    return Call.get("/v1/workspaces/" + id + "/content");
  }

  private static String digest(byte[] bytes) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static void build(String id, Call... sent) throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      for (Call call : sent) {
        Call put = building.send(call.target());
        for (String header : call.headers()) {
          put = header.startsWith("Host:") ? put : put.with(header);
        }
        byte[] body = call.body();
        DAEMON.ask(new Call(put.method(), put.target(), put.headers(), body)).has(204);
      }
      DAEMON.ask(building.commit()).has(200);
    }
  }

  /** A body to be sent, with the query of its target. */
  private static Call body(String query, byte[] bytes) {
    return Call.of("PUT", query).body(bytes);
  }

  private static byte[] tar(Path from) throws Exception {
    Process tar = new ProcessBuilder("tar", "-C", from.toString(), "-c", ".").start();
    byte[] packed = tar.getInputStream().readAllBytes();
    assertThat(tar.waitFor()).isZero();
    return packed;
  }

  @Test
  void fileIsTakenAsItWasSentWithItsModeAndDigest() throws Exception {
    byte[] bytes = noise(5_000_001);
    build("c/file", body("?mode=750", bytes));

    Reply taken = DAEMON.ask(get("c/file")).has(200);

    assertThat(taken.body()).isEqualTo(bytes);
    assertThat(taken.header("ETag")).isEqualTo('"' + digest(bytes) + '"');
    assertThat(taken.header("Larder-Mode")).isEqualTo("0750");
    assertThat(taken.header("Content-Length")).isEqualTo("5000001");
  }

  @Test
  void bodyInChunksAndOneThatIsPackedAreTakenToo() throws Exception {
    byte[] bytes = noise(300_000);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    build("c/chunks", body("", bytes).chunked(1000));
    build("c/gzip", body("", packed.toByteArray()).with("Content-Encoding: gzip"));

    assertThat(DAEMON.ask(get("c/chunks")).body()).isEqualTo(bytes);
    assertThat(DAEMON.ask(get("c/gzip")).body()).isEqualTo(bytes);
  }

  @Test
  void rangesAreThoseThatWereAskedFor() throws Exception {
    byte[] bytes = noise(1_000_000);
    build("c/ranges", body("", bytes));
    String etag = '"' + digest(bytes) + '"';

    assertRange("bytes=0-9", bytes, 0, 10);
    assertRange("bytes=999990-", bytes, 999_990, 1_000_000);
    assertRange("bytes=400000-2000000", bytes, 400_000, 1_000_000);
    assertRange("bytes=-5", bytes, 999_995, 1_000_000);
    assertRange("bytes=-2000000", bytes, 0, 1_000_000);
    for (String passedOver : new String[] {"bytes=1-2,4-5", "lines=1-2", "bytes=9-1", "bytes=-"}) {
      Reply whole = DAEMON.ask(get("c/ranges").with("Range: " + passedOver)).has(200);
      assertThat(whole.body()).isEqualTo(bytes);
    }
    Call ranged = get("c/ranges").with("Range: bytes=1-2");
    DAEMON.ask(ranged.with("If-Range: " + etag)).has(206);
    DAEMON.ask(ranged.with("If-Range: \"other\"")).has(200);
    Reply refused = DAEMON.ask(get("c/ranges").with("Range: bytes=1000000-"));
    refused.problem(ProblemKind.RANGE_NOT_SATISFIABLE);
    assertThat(refused.header("Content-Range")).isEqualTo("bytes */1000000");
    DAEMON.ask(get("c/ranges").with("If-None-Match: \"x\", " + etag)).has(304);
  }

  private static void assertRange(String range, byte[] bytes, int from, int to) throws IOException {
    // Compressed, a range would be one of other bytes.
    Reply part =
        DAEMON.ask(get("c/ranges").with("Range: " + range).with("Accept-Encoding: gzip")).has(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, from, to));
    assertThat(part.header("Content-Range"))
        .isEqualTo("bytes " + from + "-" + (to - 1) + "/1000000");
  }

  @Test
  void folderIsTakenAsItWasSent() throws Exception {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.createDirectory(from.resolve("sub"));
    Files.write(from.resolve("sub/large"), noise(700_000));
    Files.writeString(from.resolve("run"), "#!/bin/sh\n");
    Files.setAttribute(from.resolve("run"), "unix:mode", 0755);
    Files.createSymbolicLink(from.resolve("link"), Path.of("sub/large"));
    build("c/folder", body("", tar(from)).with(TAR));

    Reply taken = DAEMON.ask(get("c/folder")).has(200);

    assertThat(taken.header("Content-Type")).isEqualTo("application/x-tar");
    Path to = Files.createDirectory(folder.resolve("to"));
    Process tar = new ProcessBuilder("tar", "-C", to.toString(), "-x").start();
    tar.getOutputStream().write(taken.body());
    tar.getOutputStream().close();
    assertThat(tar.waitFor()).isZero();
    Process diff = new ProcessBuilder("diff", "-r", from.toString(), to.toString()).start();
    assertThat(diff.waitFor()).isZero();
    assertThat(Files.isExecutable(to.resolve("run"))).isTrue();
    assertThat(Files.readSymbolicLink(to.resolve("link"))).isEqualTo(Path.of("sub/large"));
  }

  @Test
  void contentThatIsSentAgainReplacesTheOneBefore() throws Exception {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.writeString(from.resolve("f"), "x");
    build("c/again", body("", tar(from)).with(TAR), body("", noise(10)));

    assertThat(DAEMON.ask(get("c/again")).body()).isEqualTo(noise(10));
  }

  @Test
  void hostileArchiveIsRefusedAndTheLeaseIsKept() throws Exception {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.createSymbolicLink(from.resolve("out"), Path.of("../../outside"));
    try (Building building = Building.begin(DAEMON, "c/hostile")) {
      DAEMON.ask(building.send("").with(TAR).body(tar(from))).problem(ProblemKind.BAD_ARCHIVE);
      DAEMON.ask(building.commit()).problem(ProblemKind.NOTHING_STAGED);
      assertThat(building.staging().toFile().list()).isEmpty();
      DAEMON.ask(building.send("").body(noise(3))).has(204);
      DAEMON.ask(building.commit()).has(200);
    }
  }

  @Test
  void contentThatBreaksOffIsNotStaged() throws Exception {
    try (Building building = Building.begin(DAEMON, "c/cut")) {
      Call whole = building.send("").body(noise(3_000_000));
      try (Wire wire = DAEMON.connect()) {
        wire.send(Arrays.copyOf(whole.bytes(), 2_000_000));
        await().until(() -> building.staging().toFile().list().length == 1);
      }
      await().until(() -> building.staging().toFile().list().length == 0);
      DAEMON.ask(building.commit()).problem(ProblemKind.NOTHING_STAGED);
    }
  }

  @Test
  void whoSendsToALeaseThatIsLostIsToldBeforeAllIsSent() throws Exception {
    Call call = Call.of("PUT", "/v1/leases/none/content").body(noise(3_000_000));
    try (Wire wire = DAEMON.connect()) {
      wire.send(call.headBytes()).send(noise(1000));
      wire.reply().problem(ProblemKind.LEASE_LOST);
      assertThat(wire.isAtEnd()).isTrue();
    }
  }

  @Test
  void contentIsSentBehind100Continue() throws Exception {
    try (Building building = Building.begin(DAEMON, "c/continue");
        Wire wire = DAEMON.connect()) {
      Call call = building.send("").body(noise(100)).with("Expect: 100-continue");
      wire.send(call.headBytes());
      wire.replyToHead().has(100);
      wire.send(call.body());
      wire.reply().has(204);
    }
  }

  @Test
  void whileSomebodySendsSlowlyOthersAreServed() throws Exception {
    try (Building building = Building.begin(DAEMON, "c/slow");
        Wire wire = DAEMON.connect()) {
      byte[] bytes = noise(6_000_000);
      Call call = building.send("").body(bytes);
      wire.send(call.headBytes()).send(Arrays.copyOf(bytes, 4_000_000));
      DAEMON.ask(Call.merge("meanwhile", "{\"a\": 1}")).has(201);
      wire.send(Arrays.copyOfRange(bytes, 4_000_000, bytes.length));
      wire.reply().has(204);
      DAEMON.ask(building.commit()).has(200);
    }
    Reply taken = DAEMON.ask(get("c/slow"));
    assertThat(digest(taken.body())).isEqualTo(digest(noise(6_000_000)));
  }

  @Test
  void clientThatStopsReadingHoldsUpNobody() throws Exception {
    build("c/unread", body("", noise(20_000_000)));
    try (Wire wire = DAEMON.connect()) {
      wire.send(get("c/unread"));
      wire.replyToHead().has(200);
      DAEMON.ask(Call.merge("meanwhile2", "{\"a\": 1}")).has(201);
      assertThat(DAEMON.ask(get("c/unread")).body()).hasSize(20_000_000);
    }
    DAEMON.ask(Call.delete("/v1/workspaces/c/unread")).has(204);
    DAEMON.ask(get("c/unread")).problem(ProblemKind.NOT_FOUND);
  }

  @Test
  void answersBehindAContentKeepTheirOrder() throws Exception {
    build("c/order", body("", noise(600_000)));
    try (Wire wire = DAEMON.connect()) {
      wire.send(get("c/order"));
      wire.send(Call.get("/version"));
      wire.send(get("c/order").with("Range: bytes=0-0"));
      assertThat(wire.reply().has(200).body()).isEqualTo(noise(600_000));
      assertThat(wire.reply().has(200).text()).contains("larder");
      assertThat(wire.reply().has(206).body()).hasSize(1);
    }
  }
}
