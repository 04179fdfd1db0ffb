package dev.larder.server.engine;

import dev.larder.protocol.DaemonStatus;
import dev.larder.protocol.DaemonStatus.Notice;
import dev.larder.protocol.Paths;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceList;
import dev.larder.protocol.WorkspaceName;
import dev.larder.protocol.WorkspaceResult;
import dev.larder.server.journal.Journal;
import dev.larder.server.publish.Publisher;
import dev.larder.server.workspaces.KeyView;
import dev.larder.server.workspaces.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state as people look at it: lists, one result, and the daemon's status. */
public final class Overview { // engine thread only
  private final StatsDesk stats;
  private final Repeats repeats;
  private final BuildDesk builds;
  private final StoreDesk kept;
  private final LocalLedger ledger;
  private final Publisher publisher;
  private final SpaceWatch space;

  /** Filled while the engine starts. */
  private final List<Notice> fromStart;

  private final Clock clock;

  Overview(
      StatsDesk stats,
      Repeats repeats,
      BuildDesk builds,
      StoreDesk kept,
      LocalLedger ledger,
      Publisher publisher,
      SpaceWatch space,
      List<Notice> fromStart,
      Clock clock) {
    this.stats = stats;
    this.repeats = repeats;
    this.builds = builds;
    this.kept = kept;
    this.ledger = ledger;
    this.publisher = publisher;
    this.space = space;
    this.fromStart = fromStart;
    this.clock = clock;
  }

  /** What happens to documents. */
  public Feed feed() {
    return stats.feed();
  }

  /** What happens to workspaces. */
  public BuildFeed buildFeed() {
    return builds.feed();
  }

  /** Documents and writes. */
  public DaemonStatus.Stats stats() {
    long entries = 0;
    long bytes = 0;
    for (OpenDocument document : stats.documents().all()) {
      entries += document.content().entries();
      bytes += document.content().bytes();
    }
    return new DaemonStatus.Stats(stats.documents().all().size(), entries, bytes, stats.writes());
  }

  /** Results, builds and waiters. */
  public DaemonStatus.Workspaces workspaces() {
    return new DaemonStatus.Workspaces(
        builds.store().kept().size(),
        builds.machine().building(),
        builds.machine().waiting(),
        builds.fence(),
        builds.store().bytes(),
        kept.quota().hasMaxBytes() ? kept.quota().maxBytes() : null,
        kept.pins().count());
  }

  /** The journal on disk. */
  public DaemonStatus.Journal journal() {
    Journal journal = ledger.journal();
    return new DaemonStatus.Journal(journal.bytes(), journal.segments(), journal.forced());
  }

  /** All of it in numbers. */
  public EngineState numbers() {
    DaemonStatus.Stats documents = stats();
    return new EngineState(
        documents.documents(),
        documents.entries(),
        documents.bytes(),
        repeats.size(),
        builds.leases(),
        builds.machine().waiting(),
        builds.oldestLeaseMs(),
        builds.store().kept().size(),
        builds.store().bytes(),
        kept.quota().hasMaxBytes() ? kept.quota().maxBytes() : 0,
        kept.pins().count(),
        ledger.journal().bytes(),
        ledger.journal().segments(),
        ledger.bytesSinceCheckpoint());
  }

  /** What needs a person's attention now. */
  public List<Notice> notices() {
    List<Notice> notices = new ArrayList<>(fromStart);
    Instant fullSince = space.fullSince();
    if (fullSince != null) {
      String what = "There is no room on the disk: writes are refused. Make room; it heals then.";
      notices.add(new Notice("the journal", what, fullSince));
    }
    for (OpenDocument document : stats.documents().all()) {
      publisher.targets(document.name).stream()
          .filter(target -> target.problem() != null)
          .map(target -> new Notice(target.path().toString(), target.problem(), target.since()))
          .forEach(notices::add);
    }
    return notices;
  }

  /** Whether a stream is open or a lease is held. */
  public boolean isBusy() {
    return builds.isBusy();
  }

  /** Every workspace that has a result or a build. */
  public WorkspaceList workspaceList() {
    Map<String, WorkspaceList.Item> items = new TreeMap<>();
    for (Result result : builds.store().results()) {
      add(items, result.id().name(), 1, 0, result.bytes());
    }
    for (KeyView view : builds.machine().views(clock.nowMs())) {
      add(items, view.id().name(), 0, view instanceof KeyView.Building ? 1 : 0, 0);
    }
    return new WorkspaceList(List.copyOf(items.values()));
  }

  private static void add(
      Map<String, WorkspaceList.Item> items,
      WorkspaceName name,
      int ready,
      int building,
      long bytes) {
    items.merge(
        name.value(),
        new WorkspaceList.Item(name.value(), ready, building, bytes),
        (a, b) ->
            new WorkspaceList.Item(
                a.name(),
                a.ready() + b.ready(),
                a.building() + b.building(),
                a.bytes() + b.bytes()));
  }

  /** Every key of one workspace; empty for one that nobody has used. */
  public WorkspaceResult.Keys keys(WorkspaceName name) {
    List<WorkspaceResult> results = new ArrayList<>();
    for (Result result : builds.store().results()) {
      if (result.id().name().equals(name)) {
        results.add(ready(result));
      }
    }
    for (KeyView view : builds.machine().views(clock.nowMs())) {
      if (view.id().name().equals(name) && builds.store().open(view.id()).isEmpty()) {
        results.add(of(view));
      }
    }
    results.sort(Comparator.comparing(WorkspaceResult::key));
    return new WorkspaceResult.Keys(name.value(), results);
  }

  /**
   * One key as it stands.
   *
   * @throws RefusedException with not-found if nobody has built it or builds it
   */
  public WorkspaceResult result(WorkspaceId id) {
    Optional<Result> result = builds.store().open(id);
    if (result.isPresent()) {
      return ready(result.get());
    }
    return builds
        .machine()
        .view(id, clock.nowMs())
        .map(this::of)
        .orElseThrow(() -> new RefusedException(BuildDesk.notFound(id)));
  }

  private WorkspaceResult ready(Result result) {
    return new WorkspaceResult(
        result.id().name().value(),
        result.id().key().value(),
        WorkspaceResult.State.READY,
        result.path().toString(),
        Paths.content(result.id()),
        result.digest(),
        result.bytes(),
        result.created(),
        result.buildMs(),
        result.builder(),
        0,
        null,
        Instant.ofEpochMilli(builds.store().usedMs(result)),
        kept.pins().of(result.id()),
        kept.pins().holds(result.id()));
  }

  /** Whether a key is ready, or its last build has failed and is not to be tried again yet. */
  boolean isDecided(WorkspaceId id) {
    return builds.store().open(id).isPresent()
        || builds.machine().view(id, clock.nowMs()).orElse(null) instanceof KeyView.Failed;
  }

  WorkspaceResult of(KeyView view) {
    if (view instanceof KeyView.Building building) {
      return notReady(
          view.id(),
          WorkspaceResult.State.BUILDING,
          clock.nowMs() - building.sinceMs(),
          building.builder(),
          building.waiters(),
          null);
    } else if (view instanceof KeyView.Queued queued) {
      return notReady(view.id(), WorkspaceResult.State.QUEUED, null, null, queued.waiters(), null);
    } else if (view instanceof KeyView.Failed failed) {
      return notReady(
          view.id(),
          WorkspaceResult.State.FAILED,
          null,
          failed.builder(),
          0,
          ProblemDetails.of(failed.problem()));
    }
    throw new AssertionError("A state that nobody lists: " + view);
  }

  private WorkspaceResult notReady(
      WorkspaceId id,
      WorkspaceResult.State state,
      @Nullable Long buildMs,
      dev.larder.protocol.@Nullable Builder builder,
      int waiters,
      @Nullable ProblemDetails problem) {
    return new WorkspaceResult(
        id.name().value(),
        id.key().value(),
        state,
        null,
        null,
        null,
        null,
        null,
        buildMs,
        builder,
        waiters,
        problem,
        null,
        kept.pins().of(id),
        0);
  }

  /** Answers with a look at it. */
  <T> void show(Function<Overview, T> look, CompletableFuture<T> reply) {
    try {
      reply.complete(look.apply(this));
    } catch (RefusedException e) {
      reply.completeExceptionally(e);
    }
  }
}
