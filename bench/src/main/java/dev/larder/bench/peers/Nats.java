package dev.larder.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.bench.load.Callers;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** JetStream's key-value store, on files. It answers before it forces them. */
public final class Nats implements Started {
  private static final String BUCKET = "bench";

  private final Running server;
  private final String url;

  private Nats(Running server, String url) {
    this.server = server;
    this.url = url;
  }

  /** Starts it with its files in that folder. */
  public static Nats start(Path folder) throws IOException {
    int port = Ports.free();
    List<String> line =
        List.of(
            "nats-server",
            "-a",
            "127.0.0.1",
            "-p",
            String.valueOf(port),
            "-js",
            "-sd",
            folder.resolve("nats").toString());
    Running server =
        Running.start(
            "NATS JetStream KV (answers before it forces)",
            folder,
            line,
            () -> Ports.listens(port));
    return new Nats(server, "nats://127.0.0.1:" + port);
  }

  /** So many clients, each with a connection, that put what the functions give. */
  public Callers clients(int clients, LongFunction<String> key, LongFunction<String> value)
      throws Exception {
    List<Connection> connections = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      connections.add(io.nats.client.Nats.connect(url));
    }
    connections
        .get(0)
        .keyValueManagement()
        .create(KeyValueConfiguration.builder(BUCKET).storageType(StorageType.File).build());
    List<Callers.Call> calls = new ArrayList<>();
    for (Connection connection : connections) {
      calls.add(new Putting(connection, key, value));
    }
    return new Callers(calls);
  }

  private static final class Putting implements Callers.Call {
    private final Connection connection;
    private final KeyValue bucket;
    private final LongFunction<String> key;
    private final LongFunction<String> value;

    Putting(Connection connection, LongFunction<String> key, LongFunction<String> value)
        throws IOException {
      this.connection = connection;
      this.bucket = connection.keyValue(BUCKET);
      this.key = key;
      this.value = value;
    }

    @Override
    public void once(long number) throws Exception {
      bucket.put(key.apply(number), value.apply(number).getBytes(UTF_8));
    }

    @Override
    public void close() throws IOException {
      try {
        connection.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Running server() {
    return server;
  }
}
