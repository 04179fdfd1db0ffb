package dev.larder.client.start;

import dev.larder.client.http.Connector;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.Endpoint;
import dev.larder.client.http.NobodyListensException;
import dev.larder.client.http.TimedSocket;
import dev.larder.client.http.Trust;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Connects to a root's daemon wherever it listens, and has it started where none does. */
public final class DaemonFinder implements Connector {
  private final Root root;
  private final @Nullable Endpoint endpoint;
  private final Trust trust;
  private final @Nullable Launch launch;
  private final long connectTimeoutMs;

  /**
   * A finder.
   *
   * @param root the folder that the daemon owns
   * @param endpoint where it listens; null to find that out by the root. With an endpoint no daemon
   *     is started, and whose socket it is, is not asked
   * @param trust what TLS needs, if the endpoint speaks it
   * @param launch how a daemon is started; null to start none
   * @param connectTimeoutMs longest wait for one connection, in milliseconds
   */
  public DaemonFinder(
      Path root,
      @Nullable Endpoint endpoint,
      Trust trust,
      @Nullable Launch launch,
      long connectTimeoutMs) {
    this.root = new Root(root);
    this.endpoint = endpoint;
    this.trust = trust;
    this.launch = endpoint == null ? launch : null;
    this.connectTimeoutMs = connectTimeoutMs;
  }

  /**
   * Connects.
   *
   * @throws NoDaemonException if no daemon can be reached or started
   * @throws java.net.SocketTimeoutException if the deadline came first
   */
  @Override
  public TimedSocket connect(Deadline deadline) throws IOException {
    try {
      return find(deadline);
    } catch (FileSystemException e) {
      throw new NoDaemonException(
          "The daemon's place cannot be used: " + e.getFile() + ": " + reason(e) + ".", e);
    }
  }

  private TimedSocket find(Deadline deadline) throws IOException {
    try {
      return reach(deadline);
    } catch (NobodyListensException e) {
      if (launch == null) {
        throw new NoDaemonException(absence(e), e);
      }
      return new DaemonStarter(root, launch, this::knock, DaemonStarter.STOPPED_HOLDER_MS)
          .start(deadline);
    }
  }

  private static String reason(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      return "it is no folder";
    }
    return e.getReason() == null ? "it cannot be made" : e.getReason();
  }

  private @Nullable TimedSocket knock(Deadline deadline) throws IOException {
    try {
      return reach(deadline);
    } catch (NobodyListensException e) {
      return null;
    }
  }

  private TimedSocket reach(Deadline deadline) throws IOException {
    Endpoint target = endpoint == null ? root.endpoint() : endpoint;
    return target.connect(trust, deadline.orAfterMs(connectTimeoutMs));
  }

  private String absence(NobodyListensException e) {
    return endpoint == null
        ? "No daemon runs for "
            + root
            + ": "
            + e.getMessage()
            + ". Start one with 'larder serve --root "
            + root
            + "', or let the client start it."
        : "No daemon answers at "
            + endpoint
            + ": "
            + e.getMessage()
            + ". Start it, or check the endpoint.";
  }
}
