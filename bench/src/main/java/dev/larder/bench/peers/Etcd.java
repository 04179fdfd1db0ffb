package dev.larder.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.bench.load.OwnBenchmark;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** etcd, a single node, on loopback. It forces its log before it answers. */
public final class Etcd implements Started {
  private static final Pattern RATE = Pattern.compile("finished in [^,]*, ([0-9.]+) req/s");

  private final Running server;
  private final String url;
  private final Path folder;

  private Etcd(Running server, String url, Path folder) {
    this.server = server;
    this.url = url;
    this.folder = folder;
  }

  /** Starts it with its files in that folder. */
  public static Etcd start(Path folder) throws IOException {
    int port = Ports.free();
    String url = "http://127.0.0.1:" + port;
    List<String> line =
        List.of(
            "etcd",
            "--data-dir",
            folder.resolve("etcd").toString(),
            "--listen-client-urls",
            url,
            "--advertise-client-urls",
            url,
            "--listen-peer-urls",
            "http://127.0.0.1:" + Ports.free(),
            "--log-level",
            "error");
    return new Etcd(Running.start("etcd", folder, line, () -> Ports.listens(port)), url, folder);
  }

  /** How many changes it has made, and one. */
  public long revision() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/v3/maintenance/status"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return JsonMapper.shared().readTree(answer).at("/header/revision").asLong();
  }

  /**
   * So many clients that put one key, by {@code h2load}: a gRPC call is a POST over HTTP/2.
   *
   * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over
   *     HTTP/2</a>
   */
  public OwnBenchmark clients(int clients, String key, String value) throws IOException {
    Path call = Files.write(folder.resolve("put"), put(key, value));
    return new OwnBenchmark(
        time ->
            List.of(
                "h2load",
                "-c",
                String.valueOf(clients),
                "-D",
                time.toMillis() + "ms",
                "-d",
                call.toString(),
                "-H",
                "content-type: application/grpc",
                "-H",
                "te: trailers",
                url + "/etcdserverpb.KV/Put"),
        RATE);
  }

  /** A PutRequest in a frame: no compression, its length, its fields 1 and 2, both bytes. */
  private static byte[] put(String key, String value) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    field(message, 1, key.getBytes(UTF_8));
    field(message, 2, value.getBytes(UTF_8));
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(frame);
    out.writeByte(0);
    out.writeInt(message.size());
    message.writeTo(out);
    return frame.toByteArray();
  }

  /** Protocol Buffers' wire format: tag of a length-delimited field, a varint, the bytes. */
  private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
    out.write((number << 3) | 2);
    int left = bytes.length;
    while (left >= 0x80) {
      out.write((left & 0x7F) | 0x80);
      left >>>= 7;
    }
    out.write(left);
    out.writeBytes(bytes);
  }

  @Override
  public Running server() {
    return server;
  }
}
