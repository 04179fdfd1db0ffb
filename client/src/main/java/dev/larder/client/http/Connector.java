package dev.larder.client.http;

import java.io.IOException;

/** Makes connections for a {@link ConnectionPool}. Any thread may call it. */
@FunctionalInterface
public interface Connector {
  /**
   * Makes a connection.
   *
   * @throws java.net.SocketTimeoutException if that was not possible until the deadline
   */
  TimedSocket connect(Deadline deadline) throws IOException;
}
