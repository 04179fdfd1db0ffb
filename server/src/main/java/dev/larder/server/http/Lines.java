package dev.larder.server.http;

import dev.larder.protocol.MediaTypes;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;

/**
 * An answer of NDJSON lines that come when they come. Lines wait here until the answers before this
 * one are written.
 */
final class Lines implements Answer { // event loop only
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();
  private boolean begun;
  private boolean ended;
  private boolean whole;

  /** Adds a line. */
  void add(Object message) {
    waiting.add(message);
  }

  /**
   * Whether lines that can be left out should be, because the client has not read the last ones.
   */
  boolean isBehind(Channel channel) {
    return !waiting.isEmpty() || !channel.isWritable();
  }

  /** No line comes any more. */
  void end() {
    ended = true;
  }

  @Override
  public void writeTo(Channel channel, HttpVersion version, boolean close) {
    if (!begun) {
      begun = true;
      var response = new DefaultHttpResponse(version, HttpResponseStatus.OK);
      Headers.common(response, MediaTypes.NDJSON, close);
      Headers.length(response, -1);
      Out.write(channel, response);
    }
    for (Object line = waiting.poll(); line != null; line = waiting.poll()) {
      Out.write(channel, new DefaultHttpContent(Answer.line(line)));
    }
    if (ended && !whole) {
      whole = true;
      Out.write(channel, LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  @Override
  public boolean isWhole() {
    return whole;
  }
}
