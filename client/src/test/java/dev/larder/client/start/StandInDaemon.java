package dev.larder.client.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process in the daemon's place: takes the root's lock, replaces the socket, answers. What it
 * does otherwise is up to files in the root: {@code fails} ends it with those lines, {@code
 * busy-ms} has it end as if another daemon owned the root, so often as it has lines.
 */
final class StandInDaemon {
  private StandInDaemon() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[List.of(args).indexOf("--root") + 1]);
    append(root.resolve("started"), ProcessHandle.current().pid() + " " + String.join(" ", args));
    if (Files.exists(root.resolve("fails"))) {
      Files.readAllLines(root.resolve("fails")).forEach(System.err::println);
      System.exit(1);
    }
    if (isOwnedElsewhere(root)) {
      System.exit(DaemonProcess.ROOT_IS_OWNED);
    }
    FileChannel lock =
        FileChannel.open(
            root.resolve("state/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      System.exit(DaemonProcess.ROOT_IS_OWNED);
    }
    append(root.resolve("owned"), Long.toString(ProcessHandle.current().pid()));
    Path socket = root.resolve("larder.sock");
    Files.deleteIfExists(socket);
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      while (true) {
        answer(server.accept());
      }
    }
  }

  private static boolean isOwnedElsewhere(Path root) throws IOException {
    Path times = root.resolve("owned-elsewhere");
    if (!Files.exists(times)) {
      return false;
    }
    List<String> left = Files.readAllLines(times);
    if (left.isEmpty()) {
      return false;
    }
    Files.write(times, left.subList(1, left.size()));
    return true;
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void answer(SocketChannel channel) {
    try (channel) {
      channel.read(ByteBuffer.allocate(4096));
      String body = "{\"name\":\"larder\",\"version\":\"t\",\"protocol\":1}";
      String head = "HTTP/1.1 200 OK\r\nLarder-Protocol: 1\r\nConnection: close\r\n";
      String length = "Content-Length: " + body.length() + "\r\n\r\n";
      channel.write(ByteBuffer.wrap((head + length + body).getBytes(UTF_8)));
    } catch (IOException e) {
      // A client that only wanted to see whether somebody listens has gone again.
    }
  }

  /** Writes a launcher, a script that starts this class. */
  static Path launcher(Path folder) throws IOException {
    Path script = folder.resolve("larder launcher");
    String java = ProcessHandle.current().info().command().orElse("java");
    String text =
        "#!/bin/sh\nexec '%s' -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp '%s' %s \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path"), StandInDaemon.class.getName());
    Files.writeString(script, text);
    script.toFile().setExecutable(true);
    return script;
  }

  static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Ends every stand-in of that root. */
  static void endAll(Path root) throws IOException {
    try (Stream<String> started = lines(root.resolve("started")).stream()) {
      started
          .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .forEach(ProcessHandle::destroyForcibly);
    }
  }
}
