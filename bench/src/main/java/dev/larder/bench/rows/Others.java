package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Contest;
import dev.larder.bench.load.Generator;
import dev.larder.bench.load.Load;
import dev.larder.bench.load.Programs;
import dev.larder.bench.load.Resp;
import dev.larder.bench.peers.Etcd;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.peers.Nats;
import dev.larder.bench.peers.Peer;
import dev.larder.bench.peers.Postgres;
import dev.larder.bench.peers.SqliteServer;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Durable writes a second, beside all else that people could put in the daemon's place. What is not
 * installed is left out, and that is said. Each subject is alone while it is measured.
 */
public record Others() implements Row {
  private static final int CLIENTS = 16;
  private static final int SIZE = 1_000;

  /** Each of many processes for itself: a transaction a write, as the manual has it. */
  private static final String SQLITE =
      """
      import sqlite3, sys, time
      path, seconds, client = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
      db = sqlite3.connect(path, timeout=60, isolation_level=None)
      db.execute('PRAGMA journal_mode=WAL')
      db.execute('PRAGMA synchronous=FULL')
      db.execute('CREATE TABLE IF NOT EXISTS entries'
                 ' (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID')
      until, done = time.monotonic() + seconds, 0
      while time.monotonic() < until:
          name = 'src/sage/rings/test_%07d.py' % ((client * 7919 + done) % 1000)
          db.execute('INSERT OR REPLACE INTO entries VALUES (?, ?)', (name, 'w' * 168))
          done += 1
      print(done)
      """;

  @Override
  public String name() {
    return "others";
  }

  @Override
  public String about() {
    return "durable merges/s, 1 entry of 200 B, 16 clients, 1,000 entries";
  }

  @Override
  public String against() {
    return "the best of SQLite, PostgreSQL, etcd, as far as they are installed";
  }

  @Override
  public Goal goal() {
    return Goal.atLeast(1.0);
  }

  @Override
  public List<String> commands() {
    return List.of("python3");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    Figure ours = larder(bench);
    List<Figure> durable = new ArrayList<>();
    durable.add(sqliteBehindOne(bench));
    durable.add(sqliteByMany(bench));
    if (Postgres.programs().isPresent()) {
      durable.addAll(postgres(bench));
    } else {
      bench.say("  left out: PostgreSQL is not installed");
    }
    if (Shell.has("etcd") && Shell.has("h2load")) {
      durable.add(etcd(bench));
    } else {
      bench.say("  left out: etcd or h2load is not installed");
    }
    durable.sort(Comparator.comparingDouble(Figure::median).reversed());
    List<Figure> all = new ArrayList<>();
    all.add(ours);
    all.addAll(durable);
    if (Shell.has("nats-server")) {
      all.add(nats(bench));
    } else {
      bench.say("  left out: nats-server is not installed");
    }
    return Result.ratio(all);
  }

  /** What a subject does while nothing else is there. */
  private static Figure alone(Bench bench, String name, @Nullable Peer peer, Load load)
      throws Exception {
    try (Contest contest = new Contest(bench)) {
      return contest.with(name, peer, load).play().get(0);
    }
  }

  private static Figure larder(Bench bench) throws Exception {
    try (Larder larder = Larder.start(bench.folder("o"))) {
      return alone(bench, larder.name(), larder, Merging.into(larder, "d", CLIENTS, 1, SIZE));
    }
  }

  private static Figure sqliteBehindOne(Bench bench) throws Exception {
    List<String> lines =
        LongStream.range(0, Entries.REQUESTS).mapToObj(n -> name(n) + "\t" + value(n)).toList();
    try (SqliteServer sqlite = SqliteServer.start(bench.folder("o"))) {
      Load clients = Generator.connect(sqlite.socket(), CLIENTS, Resp.lines(lines));
      return alone(bench, sqlite.name(), sqlite, clients);
    }
  }

  private static Figure sqliteByMany(Bench bench) throws Exception {
    Path folder = bench.folder("o");
    Path script = Files.writeString(folder.resolve("write.py"), SQLITE);
    String file = folder.resolve("entries.sqlite").toString();
    Load processes =
        new Programs(
            CLIENTS,
            (client, seconds) ->
                List.of(
                    "python3",
                    script.toString(),
                    file,
                    String.valueOf(seconds),
                    String.valueOf(client)));
    return alone(bench, "SQLite, WAL, FULL, by 16 processes", null, processes);
  }

  private static List<Figure> postgres(Bench bench) throws Exception {
    Path folder = bench.folder("o");
    try (Postgres postgres = Postgres.start(folder);
        Contest contest = new Contest(bench)) {
      Path scripts = bench.folder("o");
      postgres.run(Files.writeString(scripts.resolve("tables"), tables()));
      contest.with(
          "PostgreSQL, a row for each entry",
          postgres,
          postgres.clients(CLIENTS, Files.writeString(scripts.resolve("row"), rowByRow())));
      contest.with(
          "PostgreSQL, jsonb ||",
          postgres,
          postgres.clients(CLIENTS, Files.writeString(scripts.resolve("jsonb"), whole())));
      return contest.play();
    }
  }

  private static String tables() {
    return """
    CREATE TABLE entries (name text PRIMARY KEY, value jsonb);
    CREATE TABLE documents (name text PRIMARY KEY, body jsonb);
    INSERT INTO documents VALUES ('timings', '%s');
    """
        .formatted(Entries.object(0, SIZE, 0));
  }

  private static String rowByRow() {
    return """
    \\set n random(0, %d)
    INSERT INTO entries VALUES
      ('src/sage/rings/test_' || lpad((:n)::text, 7, '0') || '.py', '%s')
      ON CONFLICT (name) DO UPDATE SET value = excluded.value;
    """
        .formatted(SIZE - 1, value(0));
  }

  private static String whole() {
    return """
    \\set n random(0, %d)
    UPDATE documents SET body = body || jsonb_build_object(
      'src/sage/rings/test_' || lpad((:n)::text, 7, '0') || '.py', '%s'::jsonb)
      WHERE name = 'timings';
    """
        .formatted(SIZE - 1, value(0));
  }

  private static Figure etcd(Bench bench) throws Exception {
    try (Etcd etcd = Etcd.start(bench.folder("o"))) {
      long before = etcd.revision();
      Figure figure = alone(bench, etcd.name(), etcd, etcd.clients(CLIENTS, name(0), value(0)));
      // A gRPC call that fails is an HTTP request that succeeds.
      double least = figure.median() * bench.turn().toMillis() / 1e3;
      if (etcd.revision() - before < least) {
        throw new IOException("etcd did not make the changes that it was sent");
      }
      return figure;
    }
  }

  private static Figure nats(Bench bench) throws Exception {
    try (Nats nats = Nats.start(bench.folder("o"))) {
      Load clients = nats.clients(CLIENTS, Others::name, Others::value);
      return alone(bench, nats.name(), nats, clients);
    }
  }

  private static String name(long number) {
    return Entries.name((int) (number * 7919 % SIZE));
  }

  private static String value(long number) {
    return Entries.value((int) (number * 7919 % SIZE), (int) (number % Entries.REQUESTS));
  }
}
