package dev.larder.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import javax.net.ssl.SSLSocket;

/** What goes over a TLS connection, as a channel. */
final class TlsBytes implements ByteChannel {
  private final SSLSocket socket;
  private final ReadableByteChannel in;
  private final WritableByteChannel out;

  TlsBytes(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = Channels.newChannel(socket.getInputStream());
    this.out = Channels.newChannel(socket.getOutputStream());
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    return in.read(bytes);
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    return out.write(bytes);
  }

  @Override
  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
