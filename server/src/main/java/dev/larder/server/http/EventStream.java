package dev.larder.server.http;

import dev.larder.protocol.MediaTypes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * An answer of server-sent events. It holds none back: who sends asks first whether the reader
 * {@linkplain #takes takes} one, so that of a slow reader no more than a little waits here.
 */
final class EventStream implements Answer { // event loop only
  /** Bytes that may wait for the reader before it is told no more, until it has read on. */
  private static final long SLOW_BYTES = 16 * 1024;

  private final Exchange exchange;
  private final Channel channel;
  private final Runnable whenBegun;
  private boolean begun;
  private boolean ended;
  private boolean whole;

  /**
   * A stream that has not begun.
   *
   * @param whenBegun to be run once the answers before it are written, so that it can be sent to
   */
  EventStream(Exchange exchange, Runnable whenBegun) {
    this.exchange = exchange;
    this.channel = exchange.channel();
    this.whenBegun = whenBegun;
  }

  /** Whether it can be sent to, and its reader has read the last that was. */
  boolean takes() {
    var pending = channel.unsafe().outboundBuffer();
    return begun && !ended && pending != null && pending.totalPendingWriteBytes() <= SLOW_BYTES;
  }

  /** Sends what may be shared with other streams; the caller keeps its own reference. */
  void send(ByteBuf events) {
    Out.write(channel, new DefaultHttpContent(events.retainedDuplicate()));
    channel.flush();
  }

  /** Nothing comes any more. */
  void end() {
    ended = true;
    exchange.progress();
  }

  @Override
  public void writeTo(Channel target, HttpVersion version, boolean close) {
    if (!begun) {
      begun = true;
      var response = new DefaultHttpResponse(version, HttpResponseStatus.OK);
      Headers.common(response, MediaTypes.EVENTS, close);
      Headers.length(response, -1);
      response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
      Out.write(target, response);
      Out.write(target, new DefaultHttpContent(Unpooled.wrappedBuffer(ServerSent.RETRY)));
      whenBegun.run();
    }
    if (ended && !whole) {
      whole = true;
      Out.write(target, LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  @Override
  public boolean isWhole() {
    return whole;
  }
}
