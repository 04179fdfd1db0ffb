package dev.larder.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.larder.bench.load.Resp;
import dev.larder.testbed.Proc;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Redis that forces each write before it answers: {@code appendfsync always}. */
public final class Redis implements Started {
  private final Running server;
  private final Path socket;

  private Redis(Running server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /** Starts it with its files in that folder. */
  public static Redis start(Path folder) throws IOException {
    Path socket = folder.resolve("redis.sock");
    List<String> line =
        List.of(
            "redis-server",
            "--port",
            "0",
            "--unixsocket",
            socket.toString(),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always");
    return new Redis(
        Running.start("Redis, appendfsync always", folder, line, () -> Files.exists(socket)),
        socket);
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  /**
   * Sends a command and waits for its answer, a line.
   *
   * @throws IOException if it is refused
   */
  public void ask(List<String> words) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer command = Resp.encoded(words).nioBuffer();
      while (command.hasRemaining()) {
        channel.write(command);
      }
      BufferedReader answers = new BufferedReader(Channels.newReader(channel, US_ASCII));
      String answer = answers.readLine();
      if (answer == null || answer.startsWith("-")) {
        throw new IOException(words.get(0) + " was answered with " + answer);
      }
    }
  }

  /** Its resident memory, in MiB. */
  public long residentMb() throws IOException {
    return Proc.residentMb(server.process().pid());
  }

  @Override
  public Running server() {
    return server;
  }
}
