package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.prove.fuzz.Contradiction;
import dev.larder.prove.fuzz.Log;
import dev.larder.prove.fuzz.Scratch;
import dev.larder.prove.fuzz.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that sends anything: no answer of 500 and above, no line in the log, the engine
 * lives, and another client is served meanwhile. From time to time the daemon is stopped and
 * started again on what the inputs have made of its root, which must succeed.
 */
public final class HttpTarget implements Target {
  private static final int RUNS_OF_A_DAEMON = 5_000;
  private static final int DAEMONS_OF_A_ROOT = 4;
  private static final long HANG_S = 60;
  private static final String FAILED = "HTTP/1.1 5";

  private static final String WITNESS =
      "GET /v1/stats/witness?pointer=/a HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private static final String SEED =
      "PUT /v1/stats/witness HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n\r\n{\"a\":1}";

  private final Scratch scratch = new Scratch("http");
  private @Nullable EmbeddedDaemon daemon;
  private @Nullable Channel witness;
  private final BlockingQueue<String> seen = new ArrayBlockingQueue<>(1000);
  private int runs;

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void feed(byte[] input) throws Exception {
    EmbeddedDaemon running = running();
    Received received = new Received();
    Channel channel = running.connect(received);
    var unusedSent = channel.writeAndFlush(Unpooled.copiedBuffer(input));
    ask(WITNESS);
    // The loop and the engine take things in their order: what was sent before is done by now.
    channel.close().sync();
    boolean sentIt = new String(input, ISO_8859_1).contains(FAILED);
    String answers = received.all();
    if (!sentIt && answers.contains(FAILED)) {
      throw new Contradiction("a failure: " + answers);
    }
    if (running.death() != null) {
      throw new AssertionError("the engine died", running.death());
    }
    Log.check();
  }

  private EmbeddedDaemon running() throws Exception {
    EmbeddedDaemon running = daemon;
    if (running != null && ++runs % RUNS_OF_A_DAEMON != 0) {
      return running;
    }
    if (running != null) {
      running.close();
    }
    boolean isNew = runs % (RUNS_OF_A_DAEMON * DAEMONS_OF_A_ROOT) == 0;
    Path root = isNew ? scratch.fresh("root") : scratch.folder().resolve("root");
    EmbeddedDaemon started = new EmbeddedDaemon(root);
    daemon = started;
    witness = started.connect(new Witness());
    ask(SEED);
    return started;
  }

  /** Asks on the other connection, and waits for the answer. */
  private void ask(String request) throws InterruptedException {
    Channel asked = witness;
    if (asked == null || !asked.isActive()) {
      throw new Contradiction("another client's connection was closed");
    }
    var unused = asked.writeAndFlush(Unpooled.copiedBuffer(request, ISO_8859_1));
    String answer = seen.poll(HANG_S, TimeUnit.SECONDS);
    if (answer == null) {
      throw new Contradiction("another client waits for its answer");
    }
    // The input may have written or removed the document; that it is answered is what counts.
    if (answer.startsWith(FAILED)) {
      throw new Contradiction("another client's answer: " + answer);
    }
  }

  /** What comes back, as text. */
  private static final class Received extends SimpleChannelInboundHandler<ByteBuf> {
    private final StringBuilder text = new StringBuilder();

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
      synchronized (text) {
        text.append(bytes.toString(ISO_8859_1));
      }
    }

    String all() {
      synchronized (text) {
        return text.toString();
      }
    }
  }

  /** Each answer begins with its status; whatever follows it is of no interest. */
  private final class Witness extends SimpleChannelInboundHandler<ByteBuf> {
    private final StringBuilder text = new StringBuilder();

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
      text.append(bytes.toString(ISO_8859_1));
      int headEnd = text.indexOf("\r\n\r\n");
      if (headEnd < 0) {
        return;
      }
      String head = text.substring(0, headEnd);
      int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
      int lineEnd = head.indexOf('\r', at) < 0 ? head.length() : head.indexOf('\r', at);
      int bodyBytes =
          at < 0 ? 0 : Integer.parseInt(head.substring(at + "content-length: ".length(), lineEnd));
      if (text.length() >= headEnd + 4 + bodyBytes) {
        text.setLength(0);
        seen.add(head);
      }
    }
  }
}
