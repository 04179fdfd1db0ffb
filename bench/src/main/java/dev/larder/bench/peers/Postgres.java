package dev.larder.bench.peers;

import dev.larder.bench.load.OwnBenchmark;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL as it comes: {@code fsync} and {@code synchronous_commit} on. */
public final class Postgres implements Started {
  /** Where Debian has the server's own programs, which are on nobody's PATH. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+)");

  private final Running server;
  private final Path folder;

  private Postgres(Running server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /** The folder of its programs, if it is installed. */
  public static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    }
  }

  /** Starts it with its files in that folder; as root, under the user that it was installed for. */
  public static Postgres start(Path folder) throws IOException, InterruptedException {
    Path bin = programs().orElseThrow(() -> new IOException("PostgreSQL is not installed"));
    List<String> as = List.of();
    if (Shell.run("id", "-u").strip().equals("0")) {
      // It refuses to run as root.
      as = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
      Shell.run("chown", "postgres", folder.toString());
      Shell.run("chmod", "711", folder.resolve("..").toString());
    }
    String data = folder.resolve("data").toString();
    Shell.run(
        line(as, bin.resolve("initdb"), "-D", data, "-U", "bench", "-A", "trust", "--locale=C"));
    Path socket = folder.resolve(".s.PGSQL.5432");
    List<String> line =
        List.of(line(as, bin.resolve("postgres"), "-D", data, "-k", folder.toString(), "-h", ""));
    Running server = Running.start("PostgreSQL", folder, line, () -> Files.exists(socket));
    return new Postgres(server, folder);
  }

  private static String[] line(List<String> before, Path program, String... arguments) {
    List<String> line = new ArrayList<>(before);
    line.add(program.toString());
    Collections.addAll(line, arguments);
    return line.toArray(String[]::new);
  }

  /** Does what a file of SQL says. */
  public void run(Path sql) throws IOException, InterruptedException {
    Shell.run(
        "psql",
        "-qX",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        folder.toString(),
        "-U",
        "bench",
        "-f",
        sql.toString(),
        "postgres");
  }

  /** So many clients that commit one transaction after the other, by {@code pgbench}. */
  public OwnBenchmark clients(int clients, Path transaction) {
    return new OwnBenchmark(
        time ->
            List.of(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-h",
                folder.toString(),
                "-U",
                "bench",
                "-c",
                String.valueOf(clients),
                "-T",
                String.valueOf(Math.max(1, time.toSeconds())),
                "-f",
                transaction.toString(),
                "postgres"),
        RATE);
  }

  @Override
  public Running server() {
    return server;
  }
}
