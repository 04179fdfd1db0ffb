package dev.larder.prove.bounds;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.testbed.Patience;
import dev.larder.testbed.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Many connections to one socket, driven by one thread: its caller's. */
final class Crowd implements AutoCloseable {
  private static final long LOOK_MS = 1_000;

  /** What is kept of a stream: no answer that is asked for here is longer. */
  private static final int MOST_KEPT_BYTES = 8 * 1024;

  private static final int TAIL_BYTES = 1024;

  private final Selector selector;
  private final List<Member> members = new ArrayList<>();
  private final ByteBuffer piece = ByteBuffer.allocate(64 * 1024);

  /** One connection, and what it has sent and got of its present request. */
  static final class Member {
    private final SocketChannel channel;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private final ByteArrayOutputStream in = new ByteArrayOutputStream();
    private int status;
    private boolean ended;

    private Member(SocketChannel channel) {
      this.channel = channel;
    }

    /** What came: all of an answer, the last lines of a stream. */
    String text() {
      return in.toString(UTF_8);
    }

    /** The status of the first answer; 0 where none came. */
    int status() {
      return status;
    }

    private void take(byte[] bytes, int length) {
      in.write(bytes, 0, length);
      if (status == 0 && in.size() >= 12) {
        status = Integer.parseInt(in.toString(UTF_8).substring(9, 12));
      }
      if (in.size() > MOST_KEPT_BYTES) {
        byte[] all = in.toByteArray();
        in.reset();
        in.write(all, all.length - TAIL_BYTES, TAIL_BYTES);
      }
    }
  }

  private Crowd(Selector selector) {
    this.selector = selector;
  }

  /** So many connections, all open. */
  static Crowd of(Path socket, int count) throws IOException {
    var crowd = new Crowd(Selector.open());
    for (int i = 0; i < count; i++) {
      // In blocking mode, since a full backlog would refuse another one, unix(7).
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      var member = new Member(channel);
      channel.register(crowd.selector, 0, member);
      crowd.members.add(member);
    }
    return crowd;
  }

  List<Member> members() {
    return members;
  }

  /** Gives each member a request, or none for null, and forgets what came before. */
  void send(IntFunction<@Nullable Request> requests) {
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Request request = requests.apply(i);
      if (request != null) {
        give(member, request.bytes());
      }
    }
  }

  /** Gives each member the same request, which lies in memory once. */
  void sendAll(Request request) {
    byte[] bytes = request.bytes();
    members.forEach(member -> give(member, bytes));
  }

  private void give(Member member, byte[] bytes) {
    if (!member.ended) {
      member.in.reset();
      member.status = 0;
      member.out = ByteBuffer.wrap(bytes);
      interest(member, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  private void interest(Member member, int operations) {
    SelectionKey key = member.channel.keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOps(operations);
    }
  }

  /**
   * Sends and reads until that holds for every member, or it is closed.
   *
   * @throws IOException if it does not come to that: a hang
   */
  void until(Predicate<Member> done) throws IOException {
    long untilNs = System.nanoTime() + Patience.LONGEST.toNanos();
    var open = new java.util.HashSet<>(members);
    open.removeIf(member -> member.ended || done.test(member));
    while (!open.isEmpty()) {
      if (System.nanoTime() - untilNs > 0) {
        throw new IOException(
            open.size()
                + " of "
                + members.size()
                + " wait for ever; one got: "
                + open.iterator().next().text());
      }
      selector.select(LOOK_MS);
      for (SelectionKey key : selector.selectedKeys()) {
        Member member = (Member) key.attachment();
        serve(member, key);
        if (member.ended || done.test(member)) {
          open.remove(member);
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private void serve(Member member, SelectionKey key) throws IOException {
    try {
      if (key.isReadable() && read(member) < 0) {
        end(member);
        return;
      }
      if (key.isWritable()) {
        member.channel.write(member.out);
        if (!member.out.hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ);
        }
      }
    } catch (IOException reset) {
      end(member);
    }
  }

  private int read(Member member) throws IOException {
    piece.clear();
    int got = member.channel.read(piece);
    member.take(piece.array(), Math.max(0, got));
    return got;
  }

  private static void end(Member member) throws IOException {
    member.ended = true;
    member.channel.close();
  }

  /** Whether a whole answer with a length came. */
  static boolean isAnswered(Member member) {
    if (member.in.size() >= MOST_KEPT_BYTES / 2) {
      return false; // a stream
    }
    String text = member.text();
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    if (at < 0 || at > head) {
      return false;
    }
    int length = Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
    return text.getBytes(UTF_8).length >= head + 4 + length;
  }

  @Override
  public void close() throws IOException {
    for (Member member : members) {
      member.channel.close();
    }
    selector.close();
  }
}
