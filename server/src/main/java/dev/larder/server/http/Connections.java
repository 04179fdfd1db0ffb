package dev.larder.server.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** All connections, how many they may be, and how many requests are being answered. Any thread. */
final class Connections {
  /** As many more are told why they are not served; those past them are closed at once. */
  private static final int TOLD = 32;

  private final int most;
  private final ChannelGroup all = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger count = new AtomicInteger();

  /** Requests without an answer yet; open streams do not count. */
  private final AtomicInteger unanswered = new AtomicInteger();

  private final LongAdder requests = new LongAdder();

  Connections(int most) {
    this.most = most;
  }

  /** Counts a new connection until it closes; false if there are too many. */
  boolean admit(Channel channel) {
    boolean admitted = count.incrementAndGet() <= most;
    all.add(channel);
    var unused = channel.closeFuture().addListener(closed -> count.decrementAndGet());
    return admitted;
  }

  /** Whether there are so many too many that not even a refusal has a place. */
  boolean overflow() {
    return count.get() > most + TOLD;
  }

  int count() {
    return count.get();
  }

  int most() {
    return most;
  }

  ChannelGroup all() {
    return all;
  }

  void requestBegan() {
    unanswered.incrementAndGet();
    requests.increment();
  }

  long requestsSinceAsked() {
    return requests.sumThenReset();
  }

  void requestEnded() {
    if (unanswered.decrementAndGet() == 0) {
      synchronized (unanswered) {
        unanswered.notifyAll();
      }
    }
  }

  /** Waits until no request is being answered. */
  void awaitQuiet(long mostMs) throws InterruptedException {
    long untilNs = System.nanoTime() + mostMs * 1_000_000;
    synchronized (unanswered) {
      for (long leftMs = mostMs; unanswered.get() > 0 && leftMs > 0; ) {
        unanswered.wait(leftMs);
        leftMs = (untilNs - System.nanoTime()) / 1_000_000;
      }
    }
  }
}
