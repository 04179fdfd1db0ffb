package dev.larder.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.larder.protocol.Limits;
import dev.larder.server.engine.EngineObserver;
import dev.larder.server.engine.EngineOptions;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.ops.Logs;
import dev.larder.server.publish.FileMode;
import dev.larder.server.publish.PublisherOptions;
import dev.larder.server.stats.JsonBounds;
import dev.larder.server.workspaces.Audience;
import dev.larder.server.workspaces.LeaseBounds;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Every setting of the daemon, once: its flag, its environment variable, its default, its words.
 * The help text and the documentation follow from here.
 */
final class Config {
  /** Smaller segments would be mostly creation and deletion of files. */
  private static final long LEAST_SEGMENT_BYTES = 64 << 10;

  /** A batch lies in memory before it is written; arrays hold no more than 2 GiB. */
  private static final long MOST_SEGMENT_BYTES = 1 << 30;

  private static final long MOST_BODY_BYTES = 1 << 30;

  /** Bodies may take this part of the heap. */
  private static final int HEAP_SHARE = 8;

  /**
   * All documents together may take this part of the heap. As much again is kept for a while of
   * those that were replaced, by who still reads or writes them; the rest is for bodies and keys.
   */
  private static final int DOCUMENTS_HEAP_SHARE = 4;

  /** Open files that are kept from the connections: the libraries, the journal, results. */
  private static final int OWN_FILES = 128;

  /** And of very many, this part. */
  private static final int OWN_FILES_SHARE = 8;

  /** The mode of new published files in a root that a group shares, whatever the umask is. */
  private static final FileMode GROUP_READS = new FileMode(0640);

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "${env:LARDER_ROOT}",
      description = "The folder to own (LARDER_ROOT; default: the XDG cache folder).")
  private @Nullable Path root;

  @Option(
      names = "--idle-exit",
      paramLabel = "DURATION",
      defaultValue = "${env:LARDER_IDLE_EXIT:-never}",
      converter = Units.DurationConverter.class,
      description =
          "Leave after so long without a request, a stream or a lease (LARDER_IDLE_EXIT; 3h for a"
              + " daemon that a client started, otherwise never).")
  private Duration idleExit = Units.NEVER;

  @Option(
      names = "--autostarted",
      description = "Started by a client: log to the file only, and leave when idle.")
  private boolean autostarted;

  @Mixin private final LogOptions log = new LogOptions();

  @Option(
      names = "--max-body",
      paramLabel = "SIZE",
      defaultValue = "${env:LARDER_MAX_BODY:-64MiB}",
      converter = Units.BytesConverter.class,
      description =
          "Longest request body, at most an eighth of Java's heap (LARDER_MAX_BODY;"
              + " ${DEFAULT-VALUE}).")
  private long maxBodyBytes;

  @Option(
      names = "--max-document",
      paramLabel = "SIZE",
      defaultValue = "${env:LARDER_MAX_DOCUMENT:-1GiB}",
      converter = Units.BytesConverter.class,
      description =
          "Largest stats document; all together take at most a quarter of Java's heap"
              + " (LARDER_MAX_DOCUMENT; ${DEFAULT-VALUE}).")
  private long maxDocumentBytes;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_DEPTH:-200}",
      description = "Deepest nesting of JSON (LARDER_MAX_DEPTH; ${DEFAULT-VALUE}).")
  private int maxDepth;

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_ENTRIES:-1000000}",
      description = "Most entries of one request (LARDER_MAX_ENTRIES; ${DEFAULT-VALUE}).")
  private int maxEntries;

  @Option(
      names = "--max-documents",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_DOCUMENTS:-10000}",
      description = "Most stats documents (LARDER_MAX_DOCUMENTS; ${DEFAULT-VALUE}).")
  private int maxDocuments;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_CONNECTIONS:-10000}",
      description =
          "Most connections at once, and always fewer than the process may open files"
              + " (LARDER_MAX_CONNECTIONS; ${DEFAULT-VALUE}).")
  private int maxConnections;

  @Option(
      names = "--max-waiters",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_WAITERS:-10000}",
      description = "Most requests waiting for one key (LARDER_MAX_WAITERS; ${DEFAULT-VALUE}).")
  private int maxWaiters;

  @Option(
      names = "--max-watchers",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_WATCHERS:-5000}",
      description =
          "Most event streams and waiting reads at once (LARDER_MAX_WATCHERS; ${DEFAULT-VALUE}).")
  private int maxWatchers;

  @Option(
      names = "--max-bodies",
      paramLabel = "SIZE",
      defaultValue = "${env:LARDER_MAX_BODIES:-256MiB}",
      converter = Units.BytesConverter.class,
      description =
          "Most bytes of bodies held at once, and never more than an eighth of Java's heap"
              + " (LARDER_MAX_BODIES; ${DEFAULT-VALUE}).")
  private long maxBodiesBytes;

  @Option(
      names = "--max-content",
      paramLabel = "SIZE",
      defaultValue = "${env:LARDER_MAX_CONTENT:-10GiB}",
      converter = Units.BytesConverter.class,
      description = "Largest result sent by HTTP (LARDER_MAX_CONTENT; ${DEFAULT-VALUE}).")
  private long maxContentBytes;

  @Option(
      names = "--max-content-entries",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_CONTENT_ENTRIES:-1000000}",
      description =
          "Most files and folders of a result sent by HTTP (LARDER_MAX_CONTENT_ENTRIES;"
              + " ${DEFAULT-VALUE}).")
  private int maxContentEntries;

  @Mixin private final StoreOptions store = new StoreOptions();

  @Option(
      names = "--journal-segment",
      paramLabel = "SIZE",
      defaultValue = "${env:LARDER_JOURNAL_SEGMENT:-64MiB}",
      converter = Units.BytesConverter.class,
      description =
          "Length of a journal segment, and how far the journal grows before a checkpoint"
              + " (LARDER_JOURNAL_SEGMENT; ${DEFAULT-VALUE}).")
  private long journalSegmentBytes;

  @Option(
      names = "--publish-delay",
      paramLabel = "DURATION",
      defaultValue = "${env:LARDER_PUBLISH_DELAY:-200ms}",
      converter = Units.DurationConverter.class,
      description =
          "How far a published file may be behind (LARDER_PUBLISH_DELAY; ${DEFAULT-VALUE}).")
  private Duration publishDelay = Duration.ZERO;

  @Option(
      names = "--lease-grace",
      paramLabel = "DURATION",
      defaultValue = "${env:LARDER_LEASE_GRACE:-10s}",
      converter = Units.DurationConverter.class,
      description =
          "How long a builder has to resume after the daemon was restarted (LARDER_LEASE_GRACE;"
              + " ${DEFAULT-VALUE}).")
  private Duration leaseGrace = Duration.ZERO;

  @Mixin private final RepeatOptions repeats = new RepeatOptions();

  @Option(
      names = "--max-builds",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_BUILDS:-0}",
      description =
          "Most builds at once, of all workspaces; 0 for no bound (LARDER_MAX_BUILDS;"
              + " ${DEFAULT-VALUE}).")
  private int maxBuilds;

  @Mixin private final AccessOptions access = new AccessOptions();

  /** Who may connect, and where. */
  AccessOptions access() {
    return access;
  }

  /** What is out of its bounds, for people; null if nothing is. */
  @Nullable String fault() {
    if (maxDepth < 1 || maxDepth > JsonBounds.DEEPEST) {
      return "--max-depth is " + maxDepth + "; give 1 to " + JsonBounds.DEEPEST;
    }
    if (journalSegmentBytes < LEAST_SEGMENT_BYTES || journalSegmentBytes > MOST_SEGMENT_BYTES) {
      return "--journal-segment is " + journalSegmentBytes + " bytes; give 64KiB to 1GiB";
    }
    if (maxBodyBytes < 1 || maxBodyBytes > MOST_BODY_BYTES) {
      return "--max-body is " + maxBodyBytes + " bytes; give 1 byte to 1GiB";
    }
    if (maxEntries < 1 || maxDocuments < 1 || maxConnections < 1 || maxWaiters < 1) {
      return "--max-entries, --max-documents, --max-connections and --max-waiters are at least 1";
    }
    if (maxBuilds < 0) {
      return "--max-builds is " + maxBuilds + "; give 0 for no bound, or 1 or more";
    }
    if (maxWatchers < 0) {
      return "--max-watchers is at least 0";
    }
    String repeatsFault = repeats.fault();
    if (repeatsFault != null) {
      return repeatsFault;
    }
    String accessFault = access.fault();
    return accessFault == null ? log.fault() : accessFault;
  }

  /** The root, absolute and without {@code .} and {@code ..}; it need not exist. */
  Path root() {
    return RootFolder.chosen(root);
  }

  /** After how long without work the daemon leaves; {@link Units#NEVER} for not at all. */
  Duration idleExit() {
    return autostarted && idleExit.equals(Units.NEVER) ? Duration.ofHours(3) : idleExit;
  }

  boolean isAutostarted() {
    return autostarted;
  }

  /** How the log is kept; only where {@link #fault} found nothing. */
  Logs.Settings log() {
    return log.settings();
  }

  Limits limits() {
    // In a small container the heap is small too, and bodies must not end the daemon. What one
    // holds is there four times for a moment: as it came, as entries, for the journal, in the
    // document.
    long heapBytes = Runtime.getRuntime().maxMemory();
    long bodiesBytes = Math.min(maxBodiesBytes, heapBytes / HEAP_SHARE);
    return new Limits(
        // One that never fits is refused for good, rather than put off.
        Math.min(maxBodyBytes, bodiesBytes),
        maxDocumentBytes,
        heapBytes / DOCUMENTS_HEAP_SHARE,
        maxDepth,
        maxEntries,
        maxDocuments,
        mostConnections(),
        maxWaiters,
        bodiesBytes,
        maxContentBytes,
        maxContentEntries,
        maxWatchers);
  }

  /**
   * Each connection is an open file of the process, getrlimit(2), RLIMIT_NOFILE. If they took them
   * all the journal could not begin its next segment, which ends the daemon.
   */
  private int mostConnections() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long files = system.getMaxFileDescriptorCount();
      long ownFiles = Math.max(OWN_FILES, files / OWN_FILES_SHARE);
      return (int) Math.max(1, Math.min(maxConnections, files - ownFiles));
    }
    return maxConnections;
  }

  /** The engine's numbers, and who looks at its work. */
  EngineOptions engine(EngineObserver observer) {
    boolean shared = access.socketMode().groupShares();
    PublisherOptions usual = PublisherOptions.DEFAULTS;
    return new EngineOptions(
        limits(),
        new JournalOptions(Math.toIntExact(journalSegmentBytes), observer),
        journalSegmentBytes,
        new PublisherOptions(
            publishDelay.toMillis(),
            usual.dutyPercent(),
            usual.retryMinMs(),
            usual.retryMaxMs(),
            shared ? GROUP_READS : null,
            observer),
        new LeaseBounds(
            maxWaiters,
            leaseGrace.toMillis(),
            LeaseBounds.FAILURES,
            maxBuilds == 0 ? LeaseBounds.UNBOUNDED : maxBuilds),
        repeats.bounds(),
        shared ? Audience.GROUP : Audience.OWNER,
        store.quota(root()),
        observer);
  }
}
