package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that started this process how it is: sd_notify(3), datagrams to the
 * socket that {@code NOTIFY_SOCKET} names. Where there is none, nothing is told; where telling
 * fails, that is logged and nothing else happens. Any thread may call it.
 */
public final class ServiceNotices {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceNotices.class);

  private static final long US_PER_MS = 1000;

  private final byte @Nullable [] address;
  private final @Nullable Duration watchdog;

  private ServiceNotices(byte @Nullable [] address, @Nullable Duration watchdog) {
    this.address = address;
    this.watchdog = watchdog;
  }

  /** Reads whom to tell, and whether it watches this process: sd_watchdog_enabled(3). */
  public static ServiceNotices of(Map<String, String> environment, long ownPid) {
    String name = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (name.isEmpty()) {
      return new ServiceNotices(null, null);
    }
    if (!Epoll.isAvailable()) {
      LOG.warn("The service manager is not told anything: that takes Netty's epoll transport");
      return new ServiceNotices(null, null);
    }
    byte[] address = name.getBytes(UTF_8);
    if (address[0] == '@') {
      address[0] = 0; // an abstract name, unix(7)
    }
    return new ServiceNotices(address, watchdog(environment, ownPid));
  }

  private static @Nullable Duration watchdog(Map<String, String> environment, long ownPid) {
    String pid = environment.getOrDefault("WATCHDOG_PID", "");
    if (!pid.isEmpty() && !pid.equals(Long.toString(ownPid))) {
      return null;
    }
    try {
      long limitUs = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return limitUs <= 0 ? null : Duration.ofMillis(Math.max(1, limitUs / US_PER_MS));
    } catch (NumberFormatException e) {
      LOG.warn("WATCHDOG_USEC is not a number; the service manager's watch is not answered", e);
      return null;
    }
  }

  /**
   * How long the manager waits for {@link #alive()} before it ends this process; null: for ever.
   */
  public @Nullable Duration watchdog() {
    return watchdog;
  }

  /** Requests are answered from now on. */
  public void ready(String status) {
    tell("READY=1\nSTATUS=" + status);
  }

  /** The clean stop has begun. */
  public void stopping() {
    tell("STOPPING=1");
  }

  /** Still working. */
  public void alive() {
    tell("WATCHDOG=1");
  }

  private void tell(String message) {
    if (address == null) {
      return;
    }
    byte[] bytes = message.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    Socket socket = Socket.newSocketDomainDgram();
    try {
      socket.sendToDomainSocket(buffer, 0, bytes.length, address);
    } catch (IOException e) {
      LOG.warn("The service manager cannot be told '{}'", message, e);
    } finally {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("A socket to the service manager does not close", e);
    }
  }
}
