package dev.larder.server.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A payload for tests. */
record Text(String text) implements Payload {
  /** Text of a length, in which no stretch repeats itself soon, so that a shifted read shows. */
  static Text ofLength(int length, int seed) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; text.length() < length; i++) {
      text.append(seed).append('/').append(i).append(' ');
    }
    text.setLength(length);
    return new Text(text.toString());
  }

  static String read(ByteBuffer payload) {
    return StandardCharsets.UTF_8.decode(payload).toString();
  }

  @Override
  public int bytes() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public void writeTo(ByteBuffer target) {
    target.put(text.getBytes(StandardCharsets.UTF_8));
  }
}
