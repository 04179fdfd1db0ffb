package dev.larder.server;

import dev.larder.protocol.DaemonFile;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.server.access.AdmittedUsers;
import dev.larder.server.access.OwnUser;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Overview;
import dev.larder.server.http.HttpServer;
import dev.larder.server.http.PassedSockets;
import dev.larder.server.http.Router;
import dev.larder.server.http.Routes;
import dev.larder.server.http.ServiceNotices;
import dev.larder.server.ops.Identity;
import dev.larder.server.ops.Metrics;
import dev.larder.server.ops.Observations;
import dev.larder.server.ops.Readiness;
import dev.larder.server.ops.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the parts, starts them, and stops them in the opposite order. The order is: own the root,
 * recover, start the engine, and only then touch the socket, so that whoever can connect is served.
 */
final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  /** What requests that are being answered, and publishing, may take at a clean stop. */
  private static final long ANSWERS_STOP_MS = 1000;

  private static final long PUBLISH_STOP_MS = 30_000;

  /** Members of a group that shares the root find the endpoints by it. */
  private static final int GROUP_READS = 0640;

  /** The exit code after a failed force or a bug: sysexits(3), EX_SOFTWARE. */
  private static final int EXIT_BROKEN = 70;

  private final RootFolder root;
  private final RootSocket socket;
  private final Identity identity;
  private final Engine engine;
  private final HttpServer http;
  private final TcpAccess tcp;
  private final ServiceNotices notices;
  private final CountDownLatch stopAsked;
  private final RootWatch rootWatch = new RootWatch(this);

  private Daemon(
      RootFolder root,
      RootSocket socket,
      Identity identity,
      Engine engine,
      HttpServer http,
      TcpAccess tcp,
      ServiceNotices notices,
      CountDownLatch stopAsked) {
    this.root = root;
    this.socket = socket;
    this.identity = identity;
    this.engine = engine;
    this.http = http;
    this.tcp = tcp;
    this.notices = notices;
    this.stopAsked = stopAsked;
  }

  /**
   * Starts a daemon that answers when this returns.
   *
   * @throws RootTakenException if another one owns the root
   * @throws IOException if the root cannot be used, or is damaged
   */
  static Daemon start(RootFolder root, Config config) throws IOException, InterruptedException {
    AccessOptions access = config.access();
    Path socket = root.socket(access.socketMode().groupShares());
    long pid = ProcessHandle.current().pid();
    PassedSockets passed = PassedSockets.of(System.getenv(), pid);
    ServiceNotices notices = ServiceNotices.of(System.getenv(), pid);
    // Filled before anybody can ask.
    List<String> endpoints = new CopyOnWriteArrayList<>(List.of("unix:" + socket));
    Identity identity =
        new Identity(Identity.runningVersion(), pid, root.path(), endpoints, Instant.now());
    TcpAccess tcp = TcpAccess.of(access);
    Observations observations = new Observations();
    Engine engine = new Engine(root.path(), config.engine(observations), Daemon::die);
    Traffic traffic = new Traffic();
    Readiness readiness = new Readiness(engine);
    Metrics metrics = new Metrics(engine, observations, traffic, readiness, identity.version());
    CountDownLatch stopAsked = new CountDownLatch(1);
    Router router =
        Routes.of(engine, config.limits(), identity, readiness, metrics, stopAsked::countDown);
    HttpServer http = new HttpServer(router, config.limits(), traffic);
    OwnUser own = OwnUser.in(root.state());
    AdmittedUsers users = access.users(own.uid());
    RootSocket rootSocket = new RootSocket(http, passed, socket, own, users, access.socketMode());
    Daemon daemon = new Daemon(root, rootSocket, identity, engine, http, tcp, notices, stopAsked);
    engine.start();
    daemon.listen(access.socketMode().groupShares());
    daemon.tellReady();
    return daemon;
  }

  private void listen(boolean groupShares) throws IOException, InterruptedException {
    // First by TCP: if a port is taken, nothing is left of this daemon's socket.
    identity.endpoints().addAll(tcp.listen(http));
    socket.listen();
    writeDaemonFile(identity, groupShares);
    LOG.info(
        "Larder {} owns {} and listens on {}",
        identity.version(),
        root.path(),
        String.join(" ", identity.endpoints()));
  }

  private void tellReady() {
    rootWatch.start();
    notices.ready("Serves " + root.path());
    Duration limit = notices.watchdog();
    if (limit != null) {
      new Watchdog(this, notices, limit).start();
    }
  }

  private void writeDaemonFile(Identity identity, boolean groupReads) throws IOException {
    DaemonFile file =
        new DaemonFile(
            identity.pid(),
            identity.endpoints(),
            identity.version(),
            Paths.PROTOCOL,
            identity.started());
    Path fresh = root.state().resolve("daemon.json.new");
    // What lies there is a crash's, or a link that would lead the write out of the root.
    Files.deleteIfExists(fresh);
    Files.write(fresh, Messages.write(file), StandardOpenOption.CREATE_NEW);
    if (groupReads) {
      Files.setAttribute(fresh, "unix:mode", GROUP_READS);
    }
    Files.move(fresh, daemonFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path daemonFile() {
    return root.state().resolve("daemon.json");
  }

  /** Where it listens, the Unix-domain socket first. */
  List<String> endpoints() {
    return identity.endpoints();
  }

  /** Has tokens and certificates that changed read at once. */
  void reload() {
    LOG.info("Asked to read tokens and certificates again");
    tcp.reload();
  }

  /** Asks for the clean stop; returns at once. */
  void askToStop() {
    stopAsked.countDown();
  }

  /** Waits until somebody asks for the clean stop. */
  void awaitStopAsked() throws InterruptedException {
    stopAsked.await();
  }

  /** Whether a write or a build request came since this was asked last. */
  boolean wasUsed() {
    return http.requestsSinceAsked() > 0;
  }

  /** Whether a client is connected, a stream open or a lease held. */
  boolean isBusy() {
    return http.connections() > 0 || engine.overview(Overview::isBusy).join();
  }

  /**
   * The clean stop: takes no more connections, finishes what is in flight, publishes everything
   * durable. The root stays ours until its owner closes it.
   */
  void stop() throws InterruptedException, IOException {
    LOG.info("Stopping");
    notices.stopping();
    rootWatch.stop();
    http.stopAccepting();
    tcp.close();
    removeAtStop(socket::remove);
    removeAtStop(() -> Files.deleteIfExists(daemonFile()));
    engine.refuseRequests();
    http.stop(ANSWERS_STOP_MS);
    engine.stop(PUBLISH_STOP_MS);
    LOG.info("Stopped");
  }

  /** Listens again if somebody deleted the socket; says whether it was so. The watch's thread. */
  boolean renewSocket() throws IOException, InterruptedException {
    return socket.renew();
  }

  /**
   * Ends the process at once if the root is no longer where it was: another daemon may own what
   * lies there now.
   */
  void endIfMoved() {
    if (!root.isInPlace()) {
      String message =
          "the root '"
              + root.path()
              + "' was moved or removed, so its daemon ends. What was answered is where the root"
              + " is now";
      LOG.error("{}", message);
      System.err.println("larder: " + message + ".");
      Runtime.getRuntime().halt(EXIT_BROKEN);
    }
  }

  @FunctionalInterface
  private interface Removal {
    void run() throws IOException;
  }

  /** What stays is swept by the next start; it must not keep this stop from publishing. */
  private static void removeAtStop(Removal removal) {
    try {
      removal.run();
    } catch (IOException e) {
      LOG.warn("A file could not be removed; the next start will", e);
    }
  }

  /** Ends the process at once: what is durable is on disk, and nothing more may be answered. */
  private static void die(@Nullable Throwable cause) {
    LOG.error("The daemon ends at once; the next one recovers what is durable", cause);
    System.err.println(
        "larder: the daemon ends at once: "
            + cause
            + ". See larder.log. The next daemon recovers"
            + " everything that was answered.");
    Runtime.getRuntime().halt(EXIT_BROKEN);
  }
}
