package dev.larder.bench.load;

import io.netty.buffer.ByteBuf;

/** A protocol in which one answer follows each request. The generator's thread only. */
public interface Dialect {
  /**
   * The next request of a client.
   *
   * @param client its number, from 0
   * @param number of its requests so far
   * @return to be released by who sends it
   */
  ByteBuf request(int client, long number);

  /**
   * Reads the next answer off, if it is whole.
   *
   * @param in what came; its reader index is moved behind the answer
   * @return whether there was one
   * @throws IllegalStateException if the answer is a refusal
   */
  boolean answered(ByteBuf in);
}
