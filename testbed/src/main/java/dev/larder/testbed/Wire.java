package dev.larder.testbed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection that sends whatever bytes it is given, and reads answers byte by byte as RFC 9112
 * frames them. It repairs and retries nothing. One thread may send while another one reads.
 */
public final class Wire implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final ByteChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).flip();

  /** Bytes that are left of the chunk being read. */
  private int chunkLeft;

  private boolean inChunks;

  private Wire(ByteChannel channel) {
    this.channel = channel;
  }

  /** A connection to a Unix-domain socket. */
  public static Wire to(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return new Wire(channel);
  }

  /** A connection by TCP, in plain text. */
  public static Wire to(InetSocketAddress address) throws IOException {
    return new Wire(SocketChannel.open(address));
  }

  /** Sends a request, whole. */
  public Wire send(Request request) throws IOException {
    return send(request.bytes());
  }

  /** Sends bytes. */
  public Wire send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  /** Sends bytes. */
  public Wire send(byte[] bytes) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      channel.write(out);
    }
    return this;
  }

  /** Sends a request and reads its answer. */
  public Reply ask(Request request) throws IOException {
    send(request);
    return request.method().equals("HEAD") ? replyToHead() : reply();
  }

  /** Says that nothing more is sent; what comes can still be read. */
  public Wire endOutput() throws IOException {
    ((SocketChannel) channel).shutdownOutput();
    return this;
  }

  /** The next answer, whole. */
  public Reply reply() throws IOException {
    Reply head = replyToHead();
    return new Reply(head.status(), head.headers(), bodyOf(head));
  }

  /** The rest of an answer whose head was read. */
  public byte[] bodyOf(Reply head) throws IOException {
    if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
      return NOTHING;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if ("chunked".equals(head.header("Transfer-Encoding"))) {
      for (int next = chunkedByte(); next >= 0; next = chunkedByte()) {
        body.write(next);
      }
      return body.toByteArray();
    }
    String length = head.header("Content-Length");
    if (length != null) {
      return bytes(Integer.parseInt(length));
    }
    for (int next = read(); next >= 0; next = read()) {
      body.write(next);
    }
    return body.toByteArray();
  }

  /** The next answer's head: all there is of an answer to HEAD, and what a stream begins with. */
  public Reply replyToHead() throws IOException {
    String[] statusLine = line().split(" ", 3);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    inChunks = false;
    return new Reply(Integer.parseInt(statusLine[1]), headers, NOTHING);
  }

  /** Sends a request whose answer is a stream, and reads the head of it. */
  public Wire open(Request request) throws IOException {
    send(request);
    replyToHead().has(200);
    return this;
  }

  /** The next line of a stream, which must come. */
  public JsonNode next() throws IOException {
    return JsonMapper.shared().readTree(streamLine());
  }

  /** The same as text. */
  public String streamLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = chunkedByte(); next != '\n'; next = chunkedByte()) {
      if (next < 0) {
        throw new EOFException("The stream ended");
      }
      line.write(next);
    }
    return line.toString(UTF_8);
  }

  /** The next byte of a stream; -1 at its end. */
  public int streamByte() throws IOException {
    return chunkedByte();
  }

  /** The stream's next line of that event; {@code waiting} lines before it are passed over. */
  public JsonNode next(String event) throws IOException {
    while (true) {
      JsonNode line = next();
      String found = line.get("event").asString();
      if (found.equals(event)) {
        return line;
      }
      if (!found.equals("waiting")) {
        throw new IOException("Not '" + event + "': " + line);
      }
    }
  }

  /** Passes over the bytes of a body that are here, one at least; how many. */
  public long skip(long most) throws IOException {
    if (!in.hasRemaining() && !fill()) {
      throw new EOFException("The daemon closed the connection in the middle of an answer");
    }
    int count = (int) Math.min(most, in.remaining());
    in.position(in.position() + count);
    return count;
  }

  /** Whether the stream ends here, in its order; waits for its next line or its end. */
  public boolean ends() throws IOException {
    return chunkedByte() < 0;
  }

  /** Whether the other side closed; waits until it does or something comes. */
  public boolean isAtEnd() throws IOException {
    try {
      return !in.hasRemaining() && !fill();
    } catch (IOException e) {
      return true; // closed while bytes of ours were unread: "Connection reset by peer"
    }
  }

  /** The next byte of a body in chunks; -1 behind the last one. */
  private int chunkedByte() throws IOException {
    if (chunkLeft == 0) {
      if (inChunks) {
        line();
      }
      inChunks = true;
      chunkLeft = Integer.parseInt(line(), 16);
      if (chunkLeft == 0) {
        line();
        inChunks = false;
        return -1;
      }
    }
    chunkLeft--;
    return needed();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = needed(); next != '\n'; next = needed()) {
      line.write(next);
    }
    String text = line.toString(ISO_8859_1);
    return text.substring(0, text.length() - 1); // the '\r'
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int got = 0; got < length; ) {
      bytes[got++] = (byte) needed();
    }
    return bytes;
  }

  private int needed() throws IOException {
    int next = read();
    if (next < 0) {
      throw new EOFException("The daemon closed the connection in the middle of an answer");
    }
    return next;
  }

  private int read() throws IOException {
    return in.hasRemaining() || fill() ? in.get() & 0xFF : -1;
  }

  private boolean fill() throws IOException {
    in.clear();
    int got = channel.read(in);
    in.flip();
    return got > 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
