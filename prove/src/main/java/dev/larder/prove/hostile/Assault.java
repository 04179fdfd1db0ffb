package dev.larder.prove.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.prove.Finding;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.prove.hostile.Attack.Verdict;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One daemon under everything of this room, and what must hold meanwhile and after. One thread. */
@SuppressWarnings("try") // what it closes may be interrupted
final class Assault {
  private static final int SLOW_READERS = 40;
  private static final int PIPELINED = 5_000;

  /** Mutations that are sent however short the time is. */
  private static final int LEAST_MUTATIONS = 300;

  /** The heap, as much beside it for Java itself and for buffers, and the pages that it keeps. */
  private static final long MOST_RESIDENT_MB = 450;

  /** Files that may be open beside the first ones: segments, and workers' that were not there. */
  private static final long MORE_FILES = 40;

  /**
   * Too much for a body, no JSON, or more than there is room for: in a small heap the packed body
   * and the unpacked one together are past the bound of all bodies before one is past its own.
   */
  private static final Set<Integer> BOMB_REFUSALS = Set.of(413, 400, 503);

  /** Before so many the daemon's Java has not compiled what serves them. */
  private static final long WARM_ANSWERS = 5_000;

  private static final long CALM_MS = 1_000;

  private final Run run;
  private final Tally tally;
  private final Daemon daemon;
  private final int connections;
  private final Talk.Door unix;
  private final Talk.Door tcp;
  private long peakMb;

  Assault(Run run, Tally tally, Daemon daemon, int connections) throws IOException {
    this.run = run;
    this.tally = tally;
    this.daemon = daemon;
    this.connections = connections;
    this.unix = () -> Wire.to(daemon.socket());
    var address = daemon.tcp();
    this.tcp = () -> Wire.to(address);
  }

  void go() throws Exception {
    ExecutorService slow = Executors.newCachedThreadPool();
    try (Steady steady = Steady.on(daemon, "steady")) {
      Patience.until("the client that behaves has begun")
          .until(() -> steady.answers() > WARM_ANSWERS);
      long filesBefore = daemon.openFiles();
      double calm = rate(steady);
      long begunNs = System.nanoTime();
      long begunAt = steady.answers();
      List<Future<String>> stalling = stall(slow);
      attack(unix, "u-");
      attack(tcp, "t-");
      besiege(unix);
      besiege(tcp);
      mutate();
      for (Future<String> end : stalling) {
        check(end.get().isEmpty(), "who never ends a request is cut off", end.get());
      }
      double under = (steady.answers() - begunAt) * 1e9 / Math.max(1, System.nanoTime() - begunNs);
      tally.add("% of its rate that the client beside them kept", Math.round(100 * under / calm));
      comeBack(filesBefore);
      check(steady.wrong() == null, "a client that behaves is served", "it got " + steady.wrong());
      tally.add("right answers to the client beside them", steady.answers());
    } finally {
      slow.shutdownNow();
    }
    check(daemon.errors().isEmpty(), "nothing that is sent is a bug", "" + daemon.errors());
    tally.add("peak of resident MB", peakMb);
  }

  private static double rate(Steady steady) throws InterruptedException {
    long before = steady.answers();
    long begunNs = System.nanoTime();
    Thread.sleep(CALM_MS); // measures, waits for nothing
    return Math.max(1, (steady.answers() - before) * 1e9 / (System.nanoTime() - begunNs));
  }

  /** Those that take as long as the daemon's patience begin first. */
  private List<Future<String>> stall(ExecutorService slow) {
    List<Callable<String>> all = new ArrayList<>();
    for (Talk.Door door : List.of(unix, tcp)) {
      var sieges = new Sieges(door, tally);
      all.add(() -> sieges.drip("GET /healthz HTTP/1.1\r\nX-Slow: "));
      all.add(() -> sieges.drip("GET /"));
      all.add(
          () ->
              sieges.drip(
                  Sieges.request(
                      "POST", "/v1/stats/drip/merge", List.of("Content-Length: 100000"))));
      all.add(
          () ->
              sieges.drip(
                  Sieges.request(
                          "POST", "/v1/stats/drip/merge", List.of("Transfer-Encoding: chunked"))
                      + "fff\r\n"));
      Attacks.all("localhost", "s-").stream()
          .filter(attack -> attack.verdict() == Verdict.STALLS)
          .forEach(attack -> all.add(() -> stalled(door, attack)));
    }
    return all.stream().map(slow::submit).toList();
  }

  private String stalled(Talk.Door door, Attack attack) throws IOException {
    Talk talk = Talk.of(door, attack.bytes(), "localhost");
    tally.add("stalled requests");
    boolean told = talk.first() == 0 || talk.first() == 408;
    return talk.hung() || !told ? attack.name() + ": " + talk : "";
  }

  private void attack(Talk.Door door, String prefix) throws Exception {
    for (Attack attack : Attacks.all("localhost", prefix)) {
      if (attack.verdict() == Verdict.STALLS) {
        continue;
      }
      Talk talk = Talk.of(door, attack.bytes(), "localhost");
      check(!talk.hung(), "every message comes to an end", attack.name());
      check(!talk.blamesItself(), "no message is answered with a 5xx", attack.name() + talk);
      boolean refused = talk.first() == 0 || talk.first() >= 400;
      check(
          refused || attack.verdict() == Verdict.FRAMED,
          "what RFC 9112 says to refuse is refused",
          attack.name() + ": " + talk,
          attack.bytes());
      check(
          Talk.status(door, "GET", "/v1/stats/" + attack.witness()) == 404,
          "a request hidden in a broken one is not executed",
          attack.name() + ": " + talk,
          attack.bytes());
      tally.add("broken messages");
    }
    look();
  }

  private void besiege(Talk.Door door) throws Exception {
    var sieges = new Sieges(door, tally);
    List<Wire> readers = sieges.slowReaders(SLOW_READERS);
    look();
    sieges.halfOpen();
    check(sieges.pipeline(PIPELINED) == PIPELINED, "each of a pipeline is answered", "pipeline");
    List<Integer> bombs = sieges.bombs();
    check(
        bombs.stream().allMatch(BOMB_REFUSALS::contains),
        "a body that unpacks to a huge one is refused",
        "bombs: " + bombs);
    look();
    Hostile.closeAll(readers);
    List<Wire> silent = sieges.silent(connections - SLOW_READERS);
    check(Talk.status(door, "GET", "/healthz") == 200, "there is room beside the silent", "silent");
    look();
    Hostile.closeAll(silent);
    Patience.until("the connections are gone").until(() -> daemon.openFiles() < 500);
  }

  private void mutate() throws Exception {
    var mutations = new Mutations(run.random("mutations"));
    for (long count = 0; count < LEAST_MUTATIONS || run.goesOn(); count++) {
      byte[] bytes = mutations.next();
      Talk talk = Talk.ending(count % 2 == 0 ? unix : tcp, bytes);
      check(!talk.hung(), "every message comes to an end", "mutation " + count, bytes);
      check(
          !talk.blamesItself() && daemon.isAlive(),
          "no message is answered with a 5xx",
          "mutation " + count + ": " + talk,
          bytes);
      tally.add("mutated requests");
      if (count % 1000 == 999) {
        look();
        check(daemon.errors().isEmpty(), "nothing that is sent is a bug", "" + daemon.errors());
      }
    }
  }

  /** What they took is given back. */
  private void comeBack(long filesBefore) throws Exception {
    Patience.until("open files come back")
        .until(() -> daemon.openFiles() <= filesBefore + MORE_FILES);
    look();
  }

  private void look() throws Exception {
    long nowMb = daemon.residentMb();
    peakMb = Math.max(peakMb, nowMb);
    check(nowMb <= MOST_RESIDENT_MB, "memory is bounded", nowMb + " MB are resident");
  }

  private void check(boolean held, String promise, String step, byte... bytes) throws Finding {
    if (!held) {
      List<String> replay =
          bytes.length == 0
              ? List.of(step)
              : List.of(step, escaped(bytes), Arrays.toString(Arrays.copyOf(bytes, 200)));
      throw new Finding(promise + ", but: " + step, run, replay, daemon.root());
    }
  }

  private static String escaped(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    String head = text.length() > 600 ? text.substring(0, 600) + "…" : text;
    return head.replace("\r", "\\r").replace("\n", "\\n").replace("\u0000", "\\0");
  }
}
