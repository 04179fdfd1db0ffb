package dev.larder.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Looks at the first bytes of a connection to a port that speaks TLS: a record of TLS (RFC 8446,
 * section 5.1) puts TLS in this handler's place; plain text gets a plain answer, which says so.
 */
final class TlsStart extends ByteToMessageDecoder { // one connection's event loop only
  /** Told to the handlers behind: somebody speaks plain text here. */
  static final Object PLAIN_TEXT = new Object();

  private static final int RECORD_HEADER_BYTES = 5;

  private final Supplier<TlsContext> tls;
  private final Executor workers;
  private final Gate gate;

  TlsStart(Supplier<TlsContext> tls, Executor workers, Gate gate) {
    this.tls = tls;
    this.workers = workers;
    this.gate = gate;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < RECORD_HEADER_BYTES) {
      return;
    }
    var pipeline = ctx.pipeline();
    if (SslHandler.isEncrypted(in, false)) {
      pipeline.addAfter(ctx.name(), null, new HandshakeWatch(gate));
      pipeline.replace(this, null, tls.get().handler(ctx.alloc(), workers));
    } else {
      ctx.fireUserEventTriggered(PLAIN_TEXT);
      pipeline.remove(this);
    }
  }
}
