package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.Limits;
import dev.larder.server.access.AdmittedUsers;
import dev.larder.server.access.ListenAddress;
import dev.larder.server.access.OwnUser;
import dev.larder.server.access.Tokens;
import dev.larder.server.access.WebRules;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.EngineOptions;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.ops.Identity;
import dev.larder.server.ops.Metrics;
import dev.larder.server.ops.Observations;
import dev.larder.server.ops.Readiness;
import dev.larder.server.ops.Traffic;
import dev.larder.server.publish.PublisherOptions;
import dev.larder.server.workspaces.LeaseBounds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A daemon's parts in this process, with a Unix-domain socket and a TCP port that wants a token.
 * Made in a blink, and its routes may be fewer than all.
 */
final class World implements AutoCloseable {
  /** So short that every record begins a segment, for which a full disk has no room. */
  private static final int SEGMENT_BYTES = 64;

  private static final int STOP_MS = 5000;

  final Secret writer = Secret.of("writer");
  final Secret reader = Secret.of("reader");

  /** A token for names that no scenario uses. */
  final Secret stranger = Secret.of("stranger");

  private final Path root;
  private final Path socket;
  private final Engine engine;
  private final List<Route> routes;
  private final HttpServer http;
  private final int port;
  private final AtomicBoolean stopAsked = new AtomicBoolean();
  private @Nullable Wire taken;
  private @Nullable Wire watching;
  private final AtomicInteger names = new AtomicInteger();

  /**
   * @param served which routes it has
   */
  World(Path root, Place place, Predicate<Route> served) throws Exception {
    this.root = root;
    this.socket = root.resolve("larder.sock");
    for (String folder : new String[] {"state", "stats", "workspaces"}) {
      Files.createDirectories(root.resolve(folder));
    }
    Limits limits = place.limits();
    int segmentBytes = place == Place.SMALL_DISK ? SEGMENT_BYTES : 1 << 20;
    engine =
        new Engine(
            root,
            new EngineOptions(
                limits,
                new JournalOptions(segmentBytes),
                1 << 20,
                PublisherOptions.DEFAULTS,
                LeaseBounds.of(limits.waitersPerKey())),
            failure -> {
              throw new AssertionError("The engine ended", failure);
            });
    engine.start();
    Identity identity = new Identity("0", 1, root, List.of("unix:" + socket), Instant.now());
    Readiness readiness = new Readiness(engine);
    Traffic traffic = new Traffic();
    Metrics metrics = new Metrics(engine, new Observations(), traffic, readiness, "0");
    routes =
        Routes.of(engine, limits, identity, readiness, metrics, () -> stopAsked.set(true))
            .routes()
            .stream()
            .filter(served)
            .toList();
    http = new HttpServer(new Router(routes), limits, traffic);
    OwnUser own = OwnUser.in(root.resolve("state"));
    http.listen(socket, own, new AdmittedUsers(own.uid(), Set.of(), Set.of()));
    String lines = writer.line("rw") + reader.line("ro") + stranger.line("rw no-one-");
    Tokens tokens = Tokens.parse("tokens", lines.getBytes(UTF_8));
    port =
        http.listen(
            ListenAddress.parse("localhost:0"), new WebRules(false, List.of()), () -> tokens, null);
  }

  List<Route> routes() {
    return routes;
  }

  /** A name that nothing has yet. */
  String fresh() {
    return "n" + names.incrementAndGet();
  }

  /** A path of a document that is not there yet. */
  String freshDocument() {
    return "/v1/stats/" + fresh();
  }

  /** A path outside of the root, but in a folder of the test. */
  Path beside(String name) {
    return root.resolveSibling(name);
  }

  Wire connect() throws IOException {
    return Wire.to(socket);
  }

  /** One request on a connection of its own. */
  Reply ask(Call call) throws IOException {
    try (Wire wire = connect()) {
      return wire.ask(call);
    }
  }

  /** One request by TCP, on a connection of its own. */
  Reply askByTcp(Call call) throws IOException {
    try (Wire wire = Wire.to(new InetSocketAddress("localhost", port))) {
      return wire.ask(call);
    }
  }

  /** An answer that is a stream's head and first line; then the stream is closed. */
  Reply firstLine(Call call) throws IOException {
    try (Wire wire = connect().send(call)) {
      Reply head = wire.replyToHead().has(200);
      byte[] line = wire.next().toString().getBytes(UTF_8);
      return new Reply(head.version(), head.status(), head.headers(), line);
    }
  }

  /** What is done while a stream is open. */
  interface Meanwhile {
    void happens() throws Exception;
  }

  /** An event stream's head and first events; what they tell of happens once it is open. */
  Reply events(Call call, int count, Meanwhile meanwhile) throws Exception {
    try (Wire wire = connect().send(call)) {
      Reply head = wire.replyToHead().has(200);
      meanwhile.happens();
      StringBuilder text = new StringBuilder();
      for (int left = count; left > 0; ) {
        String line = wire.streamLine();
        text.append(line).append('\n');
        left -= line.startsWith("data: ") ? 1 : 0;
      }
      return new Reply(
          head.version(), head.status(), head.headers(), text.toString().getBytes(UTF_8));
    }
  }

  /** Lets nobody else watch, in {@link Place#CROWDED}. */
  void takeTheWatching() throws IOException {
    if (watching == null) {
      watching = connect().open(Call.get("/v1/stats/watched/events"));
    }
  }

  /** Lets nobody else connect, in {@link Place#ONE_CONNECTION}. */
  void takeTheConnection() throws IOException {
    if (taken == null) {
      taken = connect();
      taken.ask(Call.get("/healthz")).has(200);
    }
  }

  /** A builder that holds a new lease. */
  Building build(String id) throws IOException {
    return Building.granted(connect().open(Call.build(id)));
  }

  /** The path of a new result, a file of that text. */
  String result(String text) throws IOException {
    String id = fresh() + "/k";
    commit(id, text);
    return "/v1/workspaces/" + id;
  }

  /** Has a result lie under that key, a file of that text. */
  void commit(String id, String text) throws IOException {
    try (Building building = build(id)) {
      ask(building.stage(text).commit()).has(200);
    }
  }

  /** Whether the clean stop was asked for. */
  boolean isStopAsked() {
    return stopAsked.get();
  }

  /** Leaves no byte on the disk, in {@link Place#SMALL_DISK}. */
  void fillDisk() throws IOException {
    Path filler = root.resolve("filler");
    try (var out = Files.newOutputStream(filler)) {
      byte[] block = new byte[512];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (Files.size(filler) == 0) {
        throw full;
      }
    }
  }

  /** There is room again. */
  void emptyDisk() throws IOException {
    Files.deleteIfExists(root.resolve("filler"));
  }

  /** Waits until nothing is being removed that would make room on a full disk. */
  void settle() {
    Path staging = root.resolve("state").resolve("staging");
    await()
        .until(
            () -> {
              try (var entries = Files.list(staging)) {
                return entries.findAny().isEmpty();
              }
            });
  }

  @Override
  public void close() throws IOException {
    for (Wire held : new Wire[] {taken, watching}) {
      if (held != null) {
        held.close();
      }
    }
    http.stopAccepting();
    engine.refuseRequests();
    try {
      http.stop(STOP_MS);
      engine.stop(STOP_MS);
    } catch (InterruptedException e) {
      throw new IOException("Interrupted while it stopped", e);
    }
  }
}
