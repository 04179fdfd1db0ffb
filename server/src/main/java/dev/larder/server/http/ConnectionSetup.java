package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.protocol.MediaTypes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the pipeline of each new connection. */
@Sharable
final class ConnectionSetup extends ChannelInitializer<Channel> {
  /** How long the rest of a request, or the reading of an answer, may pause, in milliseconds. */
  static final long STALL_MS = 30_000;

  /** Answers below this size cost more to compress than to send, in bytes. */
  private static final int COMPRESS_FROM_BYTES = 1024;

  private static final int READ_BYTES = 64 * 1024;

  /**
   * Requests that the codec may have read and not yet answered. A connection that is not read on
   * has taken at most one more piece from the socket, full of the shortest requests ("GET /
   * HTTP/1.0"); past this number the codec would break the connection.
   */
  private static final int CODEC_DEPTH = Connection.PIPELINED + READ_BYTES / 16;

  private final Service service;
  private final Door door;

  private final @Nullable Supplier<TlsContext> tls;

  /**
   * A listening socket's setup.
   *
   * @param tls what new connections speak; null for plain text
   */
  ConnectionSetup(Service service, Door door, @Nullable Supplier<TlsContext> tls) {
    this.service = service;
    this.door = door;
    this.tls = tls;
  }

  @Override
  protected void initChannel(Channel channel) {
    HttpDecoderConfig decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(Limits.HEADER_BYTES)
            .setMaxHeaderSize(Limits.HEADER_BYTES)
            .setMaxChunkSize(READ_BYTES)
            .setInitialBufferSize(512);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(new IdleStateHandler(true, STALL_MS, STALL_MS, 0, TimeUnit.MILLISECONDS));
    if (tls != null) {
      pipeline.addLast(new TlsStart(tls, service.workers(), service.gate()));
    }
    Connection connection = new Connection(channel, service, door);
    pipeline.addLast(new Arrivals(connection));
    pipeline.addLast(new HttpServerCodec(decoder, CODEC_DEPTH));
    pipeline.addLast(new Compressor());
    pipeline.addLast(new ChunkedWriteHandler());
    pipeline.addLast(new FlowControlHandler());
    pipeline.addLast(connection);
  }

  /** Tells the connection of what comes, before the codec knows what it is. */
  private static final class Arrivals extends ChannelInboundHandlerAdapter {
    private final Connection connection;

    Arrivals(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof ByteBuf bytes) {
        connection.arrived(bytes.readableBytes());
      }
      ctx.fireChannelRead(message);
    }
  }

  /** Compresses for clients that ask for it; the lines of a stream must not wait for a block. */
  private static final class Compressor extends HttpContentCompressor {
    Compressor() {
      super(COMPRESS_FROM_BYTES, CODEC_DEPTH, StandardCompressionOptions.gzip());
    }

    @Override
    protected @Nullable Result beginEncode(HttpResponse response, String acceptEncoding)
        throws Exception {
      String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
      boolean lines = MediaTypes.NDJSON.equals(type) || MediaTypes.EVENTS.equals(type);
      // What is large is packed by who reads it, and not by the event loop.
      boolean content = MediaTypes.BYTES.equals(type) || MediaTypes.TAR.equals(type);
      // A range is one of the bytes as they are (RFC 9110, section 14.2).
      boolean range = response.headers().contains(HttpHeaderNames.CONTENT_RANGE);
      return lines || content || range ? null : super.beginEncode(response, acceptEncoding);
    }
  }
}
