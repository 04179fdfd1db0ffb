package dev.larder.server.http;

import io.netty.channel.Channel;

/**
 * Writes and closes without looking at the single future: a write that fails reaches {@code
 * exceptionCaught} through the void promise, and a channel that closes reaches {@code
 * channelInactive}. Event loop only.
 */
final class Out {
  private Out() {}

  static void write(Channel channel, Object message) {
    var unused = channel.write(message, channel.voidPromise());
  }

  static void close(Channel channel) {
    var unused = channel.close();
  }
}
