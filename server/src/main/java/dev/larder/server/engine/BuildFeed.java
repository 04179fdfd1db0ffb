package dev.larder.server.engine;

import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.WorkspaceEvent;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.LeaseEffect;
import dev.larder.server.workspaces.Result;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happens to workspaces, read off the lease machine's effects: remembered for the daemon's
 * life, and told to those who watch.
 */
public final class BuildFeed { // engine thread only
  /** Events of all workspaces together that are remembered. */
  private static final int MOST_EVENTS = 4096;

  private record Remembered(WorkspaceName name, WorkspaceNews news) {}

  private final Followers<WorkspaceName, WorkspaceNews> followers = new Followers<>();
  private final Deque<Remembered> recent = new ArrayDeque<>();

  /** Tokens of the leases that were told as building. */
  private final Set<String> building = new HashSet<>();

  /** Why builds fail whose failure is being reported, by token. */
  private final Map<String, Failing> failing = new HashMap<>();

  private long forgottenNumber;
  private long number;

  private record Failing(Lease lease, Problem problem) {}

  /** A lease of the daemon's last run is open. */
  void restored(Lease lease) {
    building.add(lease.token());
  }

  /** The builder reports a failure, which may yet be refused. */
  void failing(Lease lease, Problem problem) {
    failing.put(lease.token(), new Failing(lease, problem));
  }

  /** An effect is performed. */
  void performed(LeaseEffect effect) {
    if (effect instanceof LeaseEffect.Grant grant) {
      building.add(grant.lease().token());
      tell(
          grant.lease().id(),
          new WorkspaceEvent.Building(key(grant.lease().id()), grant.lease().builder()));
    } else if (effect instanceof LeaseEffect.Committed committed) {
      building.remove(committed.token());
      tell(committed.result().id(), ready(committed.result()));
    } else if (effect instanceof LeaseEffect.FailAccepted accepted) {
      failed(accepted.token());
    } else if (effect instanceof LeaseEffect.FailRefused refused) {
      failing.remove(refused.token());
    } else if (effect instanceof LeaseEffect.GiveBack giveBack) {
      lost(giveBack.lease());
    }
  }

  private static WorkspaceEvent ready(Result result) {
    return new WorkspaceEvent.Ready(
        key(result.id()),
        Paths.content(result.id()),
        result.digest(),
        result.bytes(),
        result.buildMs());
  }

  private void failed(String token) {
    building.remove(token);
    Failing failed = failing.remove(token);
    if (failed != null) {
      WorkspaceId id = failed.lease().id();
      tell(
          id,
          new WorkspaceEvent.Failed(
              key(id), failed.lease().builder(), ProblemDetails.of(failed.problem())));
    }
  }

  /** Given back is also the lease of a build that ended well, or was told as failed. */
  private void lost(Lease lease) {
    if (building.remove(lease.token())) {
      tell(lease.id(), new WorkspaceEvent.Lost(key(lease.id()), lease.builder()));
    }
  }

  /** A ready result was removed. */
  void forgotten(WorkspaceId id) {
    tell(id, new WorkspaceEvent.Forgotten(key(id)));
  }

  private static String key(WorkspaceId id) {
    return id.key().value();
  }

  private void tell(WorkspaceId id, WorkspaceEvent event) {
    WorkspaceNews news = new WorkspaceNews(++number, event);
    recent.addLast(new Remembered(id.name(), news));
    if (recent.size() > MOST_EVENTS) {
      forgottenNumber = recent.removeFirst().news().number();
    }
    followers.tell(id.name(), news);
  }

  /** A batch is answered. */
  void ring() {
    followers.ring();
  }

  /** Tells the follower of every event from now on. */
  public Following<WorkspaceNews> follow(WorkspaceName name, Follower<WorkspaceNews> follower) {
    followers.add(name, follower);
    List<WorkspaceNews> known =
        recent.stream()
            .filter(remembered -> remembered.name().equals(name))
            .map(Remembered::news)
            .toList();
    return new Following<>(forgottenNumber, number, known);
  }

  /** Tells the follower no more. */
  public void unfollow(WorkspaceName name, Follower<WorkspaceNews> follower) {
    followers.remove(name, follower);
  }
}
