package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: reads requests, hands them to their routes as they come, and writes the
 * answers in the order of the requests, however they get ready.
 */
final class Connection extends ChannelInboundHandlerAdapter { // its event loop only
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** Requests of one connection that may wait for their answers; past it, it is not read on. */
  static final int PIPELINED = 128;

  /** A connection without a request is closed after so many idle spells of STALL_MS: 10 minutes. */
  private static final int IDLE_SPELLS = 20;

  /** How long a client may go on sending what was refused, before the connection closes. */
  private static final long LINGER_MS = 2000;

  private final Channel channel;
  private final Service service;
  private final Door door;

  /** In the order in which the requests came: the first is answered next. */
  private final ArrayDeque<Exchange> open = new ArrayDeque<>();

  /** The exchange whose body is arriving; null where none is, or where it is thrown away. */
  private @Nullable Exchange reading;

  /** No further request is taken; the connection closes when all are answered. */
  private boolean closing;

  /** Who is at the other end; set when the connection is made. */
  private Door.@Nullable Visit visit;

  /** Why nobody at the other end is served: the first request is told so, and it closes. */
  private @Nullable Problem barred;

  /** The client is still sending a body that was refused. */
  private boolean lingering;

  private final Pace pace = new Pace();
  private boolean paused;
  private int idleSpells;

  Connection(Channel channel, Service service, Door door) {
    this.channel = channel;
    this.service = service;
    this.door = door;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    watchPace();
    if (!service.connections().admit(channel)) {
      if (service.connections().overflow()) {
        Out.close(channel);
      } else {
        bar(new Problem.Overloaded("connections"));
      }
      return;
    }
    try {
      visit = door.enter(channel);
    } catch (RefusedException e) {
      String whom =
          e.problem() instanceof Problem.ForeignUser foreign ? foreign.user() : "somebody";
      service.gate().barred(e.problem(), whom);
      bar(e.problem());
    }
  }

  /** Serves nobody here: the first request, if it comes soon, gets the problem as its answer. */
  private void bar(Problem problem) {
    barred = problem;
    closeSoon();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      idleSpells = 0;
      pace.message();
      if (message instanceof HttpRequest request && !closing) {
        begin(request);
      }
      if (message instanceof HttpContent content) {
        take(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** Bytes came, before what they mean is known. */
  void arrived(int bytes) {
    pace.arrived(bytes);
  }

  /**
   * Looks once a spell whether what is on its way comes in earnest: a byte now and then would keep
   * a connection for days ("slowloris"), which silence alone does not show.
   */
  private void watchPace() {
    var ticks =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(
                this::refuseIfSlow, Pace.SPELL_MS, Pace.SPELL_MS, TimeUnit.MILLISECONDS);
    var unused = channel.closeFuture().addListener(closed -> ticks.cancel(false));
  }

  private void refuseIfSlow() {
    Exchange body = paused || reading == null || !reading.isGathered() ? null : reading;
    pace.tick(open.isEmpty(), body);
    if (body != null && pace.isBodySlow()) {
      refuseAndClose(body, new Problem.RequestTimeout(ConnectionSetup.STALL_MS));
    } else if (pace.isHeadSlow()) {
      LOG.debug("A request's head did not come");
      Out.close(channel); // an answer needs a request
    }
  }

  private void begin(HttpRequest request) {
    Exchange exchange = new Exchange(this, channel, service);
    open.add(exchange);
    updateReading();
    if (request.decoderResult().isFailure()) {
      refuseAndClose(exchange, malformed(request.decoderResult()));
      return;
    }
    if (barred != null || visit == null) {
      refuseAndClose(exchange, barred == null ? new Problem.Internal() : barred);
      return;
    }
    try {
      exchange.begin(request, visit);
      reading = exchange;
      exchange.beginStream();
      advance(); // the client may wait for "100 Continue"
    } catch (RefusedException e) {
      refuseUnread(exchange, e.problem());
    }
    // "Connection: close": nothing behind this request is processed (RFC 9112, section 9.6).
    closing |= exchange.closesAfter();
  }

  private static Problem malformed(DecoderResult result) {
    Throwable cause = result.cause();
    if (cause instanceof TooLongHttpLineException) {
      return new Problem.UriTooLong(Limits.HEADER_BYTES);
    } else if (cause instanceof TooLongHttpHeaderException) {
      return new Problem.HeadersTooLarge(Limits.HEADER_BYTES);
    }
    return new Problem.BadRequest(
        "The request is not HTTP/1.1: " + cause.getMessage() + ".",
        "Send requests as RFC 9112 says.");
  }

  private void take(HttpContent content) {
    Exchange exchange = reading;
    if (exchange == null) {
      if (content instanceof LastHttpContent) {
        lingering = false;
        closeIfDone();
      }
      return;
    }
    if (content.decoderResult().isFailure()) {
      reading = null;
      refuseAndClose(exchange, malformed(content.decoderResult()));
      return;
    }
    try {
      exchange.add(content.content());
      if (content instanceof LastHttpContent) {
        reading = null;
        exchange.dispatch();
      }
    } catch (RefusedException e) {
      reading = null;
      refuseUnread(exchange, e.problem());
    }
  }

  /** Refuses a request whose body has not arrived: a short one is read over, a long one is not. */
  private void refuseUnread(Exchange exchange, Problem problem) {
    if (exchange.restIsShort()) {
      exchange.refuse(problem);
    } else {
      refuseAndClose(exchange, problem);
    }
  }

  /**
   * Refuses, and closes once that is written and the client has stopped sending: closing at once
   * would reset the connection, and the client could lose the answer (RFC 9112, section 9.6).
   */
  private void refuseAndClose(Exchange exchange, Problem problem) {
    lingering = true;
    reading = null;
    exchange.closeAfter();
    exchange.refuse(problem);
    closeSoon();
  }

  /** Of a body that is answered before it has come whole, the rest is not wanted. */
  void dropRest(Exchange exchange) {
    if (reading == exchange) {
      reading = null;
      lingering = true;
      pause(false);
      exchange.closeAfter();
      closeSoon();
    }
  }

  private void closeSoon() {
    var unused =
        channel.eventLoop().schedule(() -> Out.close(channel), LINGER_MS, TimeUnit.MILLISECONDS);
  }

  /** Writes what is ready at the front. */
  void advance() {
    if (!channel.isActive()) {
      // It has just closed, and all that is open is cut in a moment. What was half written is
      // dropped already, so that an answer behind it would stand in the wrong place.
      return;
    }
    boolean wrote = false;
    for (Exchange first = open.peek(); first != null; first = open.peek()) {
      wrote |= first.writeTo(channel);
      if (!first.isFinished()) {
        break;
      }
      open.remove();
      first.end();
      closing |= first.closesAfter();
    }
    if (wrote) {
      channel.flush();
    }
    closeIfDone();
    updateReading();
  }

  private void closeIfDone() {
    if (closing && !lingering && open.isEmpty()) {
      var unused =
          channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** While a large body is parsed elsewhere, the requests behind it must not overtake it. */
  void pause(boolean nowPaused) {
    paused = nowPaused;
    updateReading();
  }

  private void updateReading() {
    boolean wanted = !paused && open.size() < PIPELINED && channel.isWritable();
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    updateReading();
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    for (Exchange exchange = open.poll(); exchange != null; exchange = open.poll()) {
      exchange.cut();
    }
    reading = null;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == TlsStart.PLAIN_TEXT) {
      Problem problem = new Problem.TlsRequired();
      service.gate().barred(problem, TcpDoor.address(channel));
      bar(problem);
    } else if (!(event instanceof IdleStateEvent idle)) {
      ctx.fireUserEventTriggered(event);
    } else if (idle.state() == IdleState.WRITER_IDLE) {
      closeStalledReader();
    } else if (reading != null && !paused) {
      LOG.debug("A request's body stalled for {} ms", ConnectionSetup.STALL_MS);
      refuseAndClose(reading, new Problem.RequestTimeout(ConnectionSetup.STALL_MS));
    } else if (open.isEmpty() && ++idleSpells >= IDLE_SPELLS) {
      Out.close(channel);
    }
  }

  /** Nothing was written for a while: is that because the client does not read? */
  private void closeStalledReader() {
    var pending = channel.unsafe().outboundBuffer();
    if (pending != null && pending.totalPendingWriteBytes() > 0) {
      LOG.info("A client did not read for {} ms and is cut off", ConnectionSetup.STALL_MS);
      Out.close(channel);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("A connection broke", cause);
    } else {
      LOG.error("A bug in a connection's handling; it is closed", cause);
    }
    Out.close(channel);
  }
}
