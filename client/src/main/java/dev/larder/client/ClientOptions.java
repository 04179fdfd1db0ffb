package dev.larder.client;

import dev.larder.client.http.Endpoint;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client finds its daemon and how long it waits. Immutable; start from {@link #defaults()}
 * and change what differs: {@code ClientOptions.defaults().withTimeoutMs(5_000)}.
 *
 * @param root the absolute path of the folder that the daemon owns
 * @param endpoint where the daemon listens; null to find it by its root. With an endpoint no daemon
 *     is ever started, and whose socket it is, is the caller's choice
 * @param credentials what a daemon that is reached by TCP is shown, and known by
 * @param autostart whether a daemon is started where none answers
 * @param timeoutMs longest wait for the daemon in milliseconds: from the start of a request until
 *     its answer begins, repetitions included, and from then on between two parts of the answer
 * @param connectTimeoutMs longest wait for one connection, in milliseconds
 * @param startTimeoutMs longest wait until a started daemon answers, in milliseconds
 * @param launcher the {@code larder} command that starts a daemon: a path, or a name on the PATH
 */
public record ClientOptions(
    Path root,
    @Nullable Endpoint endpoint,
    Credentials credentials,
    boolean autostart,
    long timeoutMs,
    long connectTimeoutMs,
    long startTimeoutMs,
    String launcher) {

  /** The system property that names the launcher; it goes before {@link #LAUNCHER_VARIABLE}. */
  public static final String LAUNCHER_PROPERTY = "larder.launcher";

  /** The environment variable that names the launcher; without it, it is {@code larder}. */
  public static final String LAUNCHER_VARIABLE = "LARDER_COMMAND";

  /** The environment variable that names the root. */
  public static final String ROOT_VARIABLE = "LARDER_ROOT";

  /** The environment variable that names the endpoint, such as {@code unix:/path}. */
  public static final String ENDPOINT_VARIABLE = "LARDER_ENDPOINT";

  /** {@link #timeoutMs} where nothing else is set. */
  public static final long TIMEOUT_MS = 60_000;

  /** {@link #connectTimeoutMs} where nothing else is set: far longer than a live daemon takes. */
  public static final long CONNECT_TIMEOUT_MS = 10_000;

  /** {@link #startTimeoutMs} where nothing else is set: a start may replay a long journal. */
  public static final long START_TIMEOUT_MS = 20_000;

  /**
   * Makes the root absolute, and the launcher too where it is a path.
   *
   * @throws IllegalArgumentException if a time is not positive
   */
  public ClientOptions {
    root = root.toAbsolutePath().normalize();
    if (launcher.indexOf('/') >= 0) {
      // The daemon is started in another folder than this process stands in.
      launcher = Path.of(launcher).toAbsolutePath().toString();
    }
    if (timeoutMs <= 0 || connectTimeoutMs <= 0 || startTimeoutMs <= 0) {
      throw new IllegalArgumentException("A timeout must be longer than 0 ms");
    }
  }

  /**
   * What the environment says: {@code LARDER_ROOT}, or else {@code larder} in the XDG cache folder
   * ({@code XDG_CACHE_HOME}, {@code ~/.cache}); {@code LARDER_ENDPOINT}; the files of {@link
   * Credentials}; the launcher's name.
   *
   * @throws IllegalArgumentException if {@code LARDER_ENDPOINT} is not an endpoint, or a client's
   *     certificate is named without its key
   */
  public static ClientOptions defaults() {
    return of(System.getenv(), System.getProperty(LAUNCHER_PROPERTY, ""));
  }

  static ClientOptions of(Map<String, String> environment, String launcherProperty) {
    String endpoint = environment.getOrDefault(ENDPOINT_VARIABLE, "");
    String launcher = environment.getOrDefault(LAUNCHER_VARIABLE, "");
    return new ClientOptions(
        root(environment),
        endpoint.isEmpty() ? null : Endpoint.parse(endpoint),
        Credentials.of(environment),
        true,
        TIMEOUT_MS,
        CONNECT_TIMEOUT_MS,
        START_TIMEOUT_MS,
        !launcherProperty.isEmpty() ? launcherProperty : launcher.isEmpty() ? "larder" : launcher);
  }

  private static Path root(Map<String, String> environment) {
    String root = environment.getOrDefault(ROOT_VARIABLE, "");
    if (!root.isEmpty()) {
      return Path.of(root);
    }
    // The XDG base directory specification: a relative path is invalid and is to be ignored.
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path folder =
        cache.startsWith("/") ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
    return folder.resolve("larder");
  }

  /** The daemon of another root, found by that root: an endpoint set before is dropped. */
  public ClientOptions withRoot(Path newRoot) {
    return new ClientOptions(
        newRoot,
        null,
        credentials,
        autostart,
        timeoutMs,
        connectTimeoutMs,
        startTimeoutMs,
        launcher);
  }

  /** The daemon that listens there. */
  public ClientOptions withEndpoint(Endpoint newEndpoint) {
    return new ClientOptions(
        root,
        newEndpoint,
        credentials,
        autostart,
        timeoutMs,
        connectTimeoutMs,
        startTimeoutMs,
        launcher);
  }

  /** What a daemon that is reached by TCP is shown, and known by. */
  public ClientOptions withCredentials(Credentials newCredentials) {
    return new ClientOptions(
        root,
        endpoint,
        newCredentials,
        autostart,
        timeoutMs,
        connectTimeoutMs,
        startTimeoutMs,
        launcher);
  }

  /** Whether a daemon is started where none answers. */
  public ClientOptions withAutostart(boolean newAutostart) {
    return new ClientOptions(
        root,
        endpoint,
        credentials,
        newAutostart,
        timeoutMs,
        connectTimeoutMs,
        startTimeoutMs,
        launcher);
  }

  /** The longest wait for the daemon; the waits for a connection are cut to it too. */
  public ClientOptions withTimeoutMs(long newTimeoutMs) {
    return new ClientOptions(
        root,
        endpoint,
        credentials,
        autostart,
        newTimeoutMs,
        connectTimeoutMs,
        startTimeoutMs,
        launcher);
  }

  /** The longest wait for one connection. */
  public ClientOptions withConnectTimeoutMs(long newConnectTimeoutMs) {
    return new ClientOptions(
        root,
        endpoint,
        credentials,
        autostart,
        timeoutMs,
        newConnectTimeoutMs,
        startTimeoutMs,
        launcher);
  }

  /** The longest wait for a started daemon. */
  public ClientOptions withStartTimeoutMs(long newStartTimeoutMs) {
    return new ClientOptions(
        root,
        endpoint,
        credentials,
        autostart,
        timeoutMs,
        connectTimeoutMs,
        newStartTimeoutMs,
        launcher);
  }

  /** The command that starts a daemon: a path, or a name on the PATH. */
  public ClientOptions withLauncher(String newLauncher) {
    return new ClientOptions(
        root,
        endpoint,
        credentials,
        autostart,
        timeoutMs,
        connectTimeoutMs,
        startTimeoutMs,
        newLauncher);
  }
}
