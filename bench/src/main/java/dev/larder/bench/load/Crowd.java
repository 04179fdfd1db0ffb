package dev.larder.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many who ask the same and wait for a word in their streams. One thread uses it. */
public final class Crowd implements AutoCloseable {
  private static final long LONGEST_S = 120;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final CountDownLatch waiting;
  private final CountDownLatch told;
  private final String word;

  /**
   * So many who wait.
   *
   * @param word that they wait for, anywhere in what comes
   */
  public Crowd(int size, String word) {
    this.waiting = new CountDownLatch(size);
    this.told = new CountDownLatch(size);
    this.word = word;
  }

  /** Lets all ask, and waits until each has been told something, as that it waits. */
  public Crowd ask(Path socket, byte[] request) throws InterruptedException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new One());
                  }
                });
    for (long left = waiting.getCount(); left > 0; left--) {
      Channel channel =
          bootstrap.connect(new DomainSocketAddress(socket.toFile())).sync().channel();
      var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(request));
    }
    return await(waiting);
  }

  /** Waits until the last one was told the word. */
  public Crowd awaitWord() throws InterruptedException {
    return await(told);
  }

  private Crowd await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(LONGEST_S, TimeUnit.SECONDS)) {
      throw new IllegalStateException(latch.getCount() + " wait for ever");
    }
    return this;
  }

  @Override
  public void close() {
    var unused = group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class One extends SimpleChannelInboundHandler<ByteBuf> {
    private final StringBuilder text = new StringBuilder();
    private boolean isAnswered;
    private boolean isTold;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
      text.append(bytes.toString(UTF_8));
      if (!isAnswered && text.indexOf("\"event\"") >= 0) {
        isAnswered = true;
        waiting.countDown();
      }
      if (!isTold && text.indexOf(word) >= 0) {
        isTold = true;
        told.countDown();
      }
    }
  }
}
