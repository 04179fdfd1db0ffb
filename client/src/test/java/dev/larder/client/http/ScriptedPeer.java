package dev.larder.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A peer on a real socket that says, byte for byte, what a test has it say. Each connection, in the
 * order in which they come, follows the next scene of the script; one without a scene is closed.
 */
public final class ScriptedPeer implements AutoCloseable {
  private static final Pattern LENGTH =
      Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

  private final Path socket;
  private final ServerSocketChannel server;
  private final BlockingQueue<Scene> script = new LinkedBlockingQueue<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Throwable> mishaps = new CopyOnWriteArrayList<>();
  private final Semaphore ends = new Semaphore(0);
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

  /** What the peer does on one connection, which is closed afterwards. */
  @FunctionalInterface
  public interface Scene {
    void play(Line line) throws Exception;
  }

  public ScriptedPeer(Path socket) throws IOException {
    this.socket = socket;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread thread = new Thread(this::accept, "scripted-peer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds a scene for the next connection. */
  public ScriptedPeer then(Scene scene) {
    script.add(scene);
    return this;
  }

  public Endpoint.Unix endpoint() {
    return new Endpoint.Unix(socket);
  }

  /** Waits until one more scene is over and its connection closed. */
  public void awaitEndOfScene() throws InterruptedException {
    ends.acquire();
  }

  /** The requests so far, each as it came: head and body. */
  public List<String> heard() {
    return heard;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        open.add(channel);
        Scene scene = script.poll();
        Thread thread = new Thread(() -> play(scene == null ? line -> {} : scene, channel));
        thread.setDaemon(true);
        thread.start();
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      mishaps.add(e);
    }
  }

  private void play(Scene scene, SocketChannel channel) {
    try (channel) {
      scene.play(new Line(channel));
    } catch (IOException e) {
      // The client went away; a test that minds sees it at the client's end.
    } catch (Exception | Error e) {
      mishaps.add(e);
    }
    ends.release();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
    Files.deleteIfExists(socket);
    if (!mishaps.isEmpty()) {
      throw new AssertionError("The peer lost its script", mishaps.get(0));
    }
  }

  /** One connection, from the peer's side. */
  public final class Line {
    private final SocketChannel channel;
    private final InputStream in;

    Line(SocketChannel channel) {
      this.channel = channel;
      this.in = Channels.newInputStream(channel);
    }

    /** Reads one request whole. */
    public String hear() throws IOException {
      String head = hearHead();
      Matcher length = LENGTH.matcher(head);
      byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      String request = head + new String(body, StandardCharsets.UTF_8);
      heard.add(request);
      return request;
    }

    /** Reads a request up to the empty line. */
    public String hearHead() throws IOException {
      var head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the client hung up");
        }
        head.write(next);
      }
      return head.toString(StandardCharsets.UTF_8);
    }

    /** Says that, with every line feed as the carriage return and line feed of HTTP. */
    public Line say(String text) throws IOException {
      return sayRaw(text.replace("\n", "\r\n"));
    }

    public Line sayRaw(String text) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return this;
    }

    /** Answers with that status and body, as a daemon of this protocol does. */
    public Line answer(int status, String headers, String body) throws IOException {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      say("HTTP/1.1 " + status + " X\nLarder-Protocol: 1\n" + headers);
      return say("Content-Length: " + length + "\n\n").sayRaw(body);
    }

    /** Begins an answer whose body follows in {@link #chunk}s. */
    public Line beginStream() throws IOException {
      return say("HTTP/1.1 200 OK\nLarder-Protocol: 1\nTransfer-Encoding: chunked\n\n");
    }

    /** In one piece: a client that has read its line may be gone before the next one is written. */
    public Line chunk(String data) throws IOException {
      int length = data.getBytes(StandardCharsets.UTF_8).length;
      return sayRaw(Integer.toHexString(length) + "\r\n" + data + "\r\n");
    }

    /** Waits until the client closes its end, or says something. */
    public boolean hungUp() {
      try {
        return in.read() < 0;
      } catch (IOException e) {
        return true; // How a Unix-domain socket tells of a close with bytes left unread.
      }
    }
  }
}
