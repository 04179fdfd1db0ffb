package dev.larder.server.http;

import dev.larder.server.stats.Rendering;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A document's rendering as pieces for {@code ChunkedWriteHandler}. Event loop only. */
final class RenderingInput implements ChunkedInput<ByteBuf> {
  private static final int PIECE_BYTES = 64 * 1024;

  private final Rendering rendering;
  private final long length;
  private final Runnable whenEnded;
  private long progress;
  private boolean ended;

  /**
   * A rendering that has not begun.
   *
   * @param whenEnded to be run when nothing more of it is read, once or several times
   */
  RenderingInput(Rendering rendering, long length, Runnable whenEnded) {
    this.rendering = rendering;
    this.length = length;
    this.whenEnded = whenEnded;
  }

  @Override
  public boolean isEndOfInput() {
    return ended;
  }

  @Override
  public void close() {
    ended = true;
    whenEnded.run();
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // the interface's own, not ours
  public @Nullable ByteBuf readChunk(ChannelHandlerContext ctx) {
    return readChunk(ctx.alloc());
  }

  @Override
  public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) {
    if (ended) {
      return null;
    }
    ByteBuf piece = allocator.buffer(PIECE_BYTES, PIECE_BYTES);
    ByteBuffer target = piece.nioBuffer(0, PIECE_BYTES);
    ended = !rendering.read(target);
    piece.writerIndex(target.position());
    progress += target.position();
    return piece;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long progress() {
    return progress;
  }
}
