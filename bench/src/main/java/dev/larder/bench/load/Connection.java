package dev.larder.bench.load;

import dev.larder.bench.measure.Latency;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client: asks, waits for the answer, asks again, at once or when the next request is due. The
 * generator's thread only.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private final int number;
  private final Dialect dialect;
  private final Latency latency = new Latency();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf rest;
  private @Nullable Runnable whenDone;
  private long sent;
  private long answered;
  private long untilNanos;
  private long lastNanos;
  private boolean waits;

  /** Between two requests; 0 if the next one follows the answer. */
  private long everyNanos;

  /** From when the open request's time counts. */
  private long dueNanos;

  Connection(int number, Dialect dialect) {
    this.number = number;
    this.dialect = dialect;
  }

  /**
   * Works until that time, and until its last request is answered.
   *
   * @param firstNanos when its first request is due
   */
  void work(long firstNanos, long newEveryNanos, long newUntilNanos, Runnable newWhenDone) {
    latency.reset();
    answered = 0;
    everyNanos = newEveryNanos;
    untilNanos = newUntilNanos;
    whenDone = newWhenDone;
    dueNanos = firstNanos;
    sendWhenDue();
  }

  long operations() {
    return answered;
  }

  Latency latency() {
    return latency;
  }

  /** When the last answer came. */
  long lastNanos() {
    return lastNanos;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("not connected");
    }
    return context;
  }

  private void sendWhenDue() {
    long now = System.nanoTime();
    if (Math.max(now, dueNanos) - untilNanos >= 0) {
      done();
    } else if (everyNanos > 0 && dueNanos - now > 0) {
      var unused = context().executor().schedule(this::send, dueNanos - now, TimeUnit.NANOSECONDS);
    } else {
      send();
    }
  }

  private void send() {
    if (everyNanos == 0) {
      dueNanos = System.nanoTime();
    }
    waits = true;
    var unused = context().writeAndFlush(dialect.request(number, sent++));
  }

  private void done() {
    Runnable done = whenDone;
    whenDone = null;
    if (done != null) {
      done.run();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (rest != null) {
      rest.writeBytes(in);
      in.release();
      in = rest;
      rest = null;
    }
    boolean whole = dialect.answered(in);
    if (in.isReadable()) {
      if (whole) {
        throw new IllegalStateException("an answer that nobody asked for");
      }
      rest = ctx.alloc().buffer(2 * in.readableBytes()).writeBytes(in);
    }
    in.release();
    if (whole) {
      answered();
    }
  }

  private void answered() {
    lastNanos = System.nanoTime();
    latency.record(lastNanos - dueNanos);
    answered++;
    waits = false;
    dueNanos += everyNanos;
    sendWhenDue();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (waits) {
      done();
      throw new IllegalStateException("the connection was closed before the answer came");
    }
  }
}
