package dev.larder.client.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** The channel itself. */
final class PlainWire implements Wire {
  private final SocketChannel channel;
  private int wants = SelectionKey.OP_READ;

  PlainWire(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public SocketChannel channel() {
    return channel;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    wants = SelectionKey.OP_READ;
    return channel.read(target);
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    wants = SelectionKey.OP_WRITE;
    channel.write(source);
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public boolean peerSpoke() {
    return true;
  }

  @Override
  public int wants() {
    return wants;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
