package dev.larder.server.workspaces;

import dev.larder.protocol.Builder;
import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Values that the tests of this room need, with only what matters to them to be named. */
final class Samples {
  static final WorkspaceId GAP = WorkspaceId.parse("gap", "k1");
  static final Builder BUILDER = new Builder(77, "a");

  private Samples() {}

  static Waiter waiter(long id) {
    return new Waiter(id, builderOf(id));
  }

  static Builder builderOf(long pid) {
    return new Builder(pid, "host" + pid);
  }

  static Lease lease(WorkspaceId id, long fence, Builder builder, long grantedAtMs) {
    return new Lease("token" + fence, fence, id, builder, grantedAtMs);
  }

  static Lease lease(WorkspaceId id, long fence) {
    return lease(id, fence, BUILDER, 1_000);
  }

  static Problem.BuildFailed failure(WorkspaceId id) {
    return new Problem.BuildFailed(id, "out of memory", 9);
  }

  static Result result(Lease lease) {
    return new Result(
        lease.id(),
        Path.of("/store", lease.id().toString(), "content"),
        "sha256:" + "0".repeat(64),
        3,
        false,
        Instant.EPOCH,
        5,
        lease.builder(),
        lease.fence());
  }

  /** Builds and commits a file; an earlier fence of the same store is not needed for it. */
  static Result commitFile(ResultStore store, WorkspaceId id, long fence, String text)
      throws IOException {
    Lease lease = lease(id, fence);
    Files.writeString(store.stage(lease).resolve("content"), text);
    return store.commit(lease, 1_000 + fence);
  }
}
