package dev.larder.client.command;

import dev.larder.client.ClientOptions;
import dev.larder.client.Credentials;
import dev.larder.client.Larder;
import dev.larder.client.http.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * {@code larder} itself: what every command of it has in common. The options stand here once and
 * are known before and after the command's name.
 */
@Command(
    name = "larder",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Release.class,
    sortOptions = false,
    usageHelpAutoWidth = false,
    synopsisHeading = "%nUsage: ",
    abbreviateSynopsis = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "A cache daemon for the files that many processes share.",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  larder demo",
      "  echo '{\"a.py\": 1.5}' | larder merge timings",
      "  larder get timings",
      "  larder build gap --key 4.12 -- sh -c 'make-workspace > {}'",
      "  larder merge --help"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      " 1:refused or failed, with the reason on standard error",
      " 2:wrong usage",
      " 3:no daemon reached",
      " 4:not found",
      " 5:timed out"
    })
final class LarderCommand implements Callable<Integer> {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      converter = RootConverter.class,
      description = {
        "The daemon's folder (LARDER_ROOT).",
        "Without it: larder in the XDG cache folder."
      })
  private @Nullable Path root;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      converter = EndpointConverter.class,
      description = {
        "Where the daemon listens (LARDER_ENDPOINT):",
        "unix:/path or https://host:port. None is started."
      })
  private @Nullable Endpoint endpoint;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The token for TCP (LARDER_TOKEN_FILE).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "PEM: who signs the daemon's certificate (LARDER_CACERT).")
  private @Nullable Path caCert;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "PEM: this client's certificate (LARDER_CLIENT_CERT).")
  private @Nullable Path clientCert;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "PEM: its private key, PKCS #8 (LARDER_CLIENT_KEY).")
  private @Nullable Path clientKey;

  @Option(
      names = "--no-start",
      scope = ScopeType.INHERIT,
      description = "Start no daemon where none runs.")
  private boolean noStart;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Write the answer, or the problem, as JSON.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      converter = DurationConverter.class,
      description = {
        "Longest wait for the daemon, such as 500ms, 10s, 2m.",
        "Without it: 1m, and no limit for a build."
      })
  private @Nullable Duration timeout;

  private final Shell shell;

  LarderCommand(Shell shell) {
    this.shell = shell;
  }

  /** Sets options that were read without picocli. */
  void set(@Nullable Path newRoot, boolean newNoStart, boolean newJson) {
    root = newRoot;
    noStart = newNoStart;
    json = newJson;
  }

  @Override
  public Integer call() {
    throw new UsageException("name a command");
  }

  Shell shell() {
    return shell;
  }

  /** Whether the answer is for a program. */
  boolean asJson() {
    return json;
  }

  /** The time that a person set; null for none. */
  @Nullable Duration timeout() {
    return timeout;
  }

  /** A client of the daemon that was named; the caller closes it. */
  Larder open() {
    return Larder.open(options());
  }

  /** A client that finds a running daemon and never starts one; the caller closes it. */
  Larder openRunning() {
    return Larder.open(options().withAutostart(false));
  }

  /** Whether the daemon that was named is reached by TCP. */
  boolean usesTcp() {
    return options().endpoint() instanceof Endpoint.Tcp;
  }

  Output output() {
    return new Output(shell, json);
  }

  private ClientOptions options() {
    ClientOptions options = fromEnvironment().withAutostart(!noStart);
    if (root != null) {
      options = options.withRoot(root);
    }
    if (endpoint != null) {
      options = options.withEndpoint(endpoint);
    }
    options = options.withCredentials(credentials(options.credentials()));
    return timeout == null ? options : options.withTimeoutMs(timeout.toMillis());
  }

  private Credentials credentials(Credentials fromEnvironment) {
    Credentials credentials = fromEnvironment;
    if (tokenFile != null) {
      credentials = credentials.withTokenFile(tokenFile);
    }
    if (caCert != null) {
      credentials = credentials.withCaCert(caCert);
    }
    if (clientCert == null && clientKey == null) {
      return credentials;
    }
    if (clientCert == null || clientKey == null) {
      throw new UsageException("--client-cert and --client-key belong together");
    }
    return credentials.withClientCert(clientCert, clientKey);
  }

  private static ClientOptions fromEnvironment() {
    try {
      return ClientOptions.defaults();
    } catch (IllegalArgumentException e) {
      throw new UsageException("in the environment: " + e.getMessage());
    }
  }
}
