package dev.larder.server.engine;

import dev.larder.protocol.CommitAnswer;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who asked to commit or fail a lease, what they are answered, and what is remembered of it when
 * the lease ends.
 *
 * <p>A commit that was asked for may outlive its daemon: the result is renamed into the store, and
 * the daemon killed before its journal says so. The next one finds the result with the lease's
 * fencing number, and remembers the commit by the lease's token, since it does not know the key.
 */
final class LeaseEnds { // engine thread only
  private final Repeats repeats;
  private final Map<String, List<Asked<Committed>>> commits = new HashMap<>();
  private final Map<String, Asked<Boolean>> failures = new HashMap<>();

  /** By token: what is to be remembered together with the lease's end. */
  private final Map<String, List<Change.Remembered>> told = new HashMap<>();

  private record Asked<T>(@Nullable OnceKey once, CompletableFuture<T> reply) {}

  LeaseEnds(Repeats repeats) {
    this.repeats = repeats;
  }

  /** Whether the commit was done before; it is answered then as it was at first. */
  boolean repeatsCommit(String token, @Nullable OnceKey once, CompletableFuture<Committed> reply) {
    return repeats.answers(once, LeaseEnds::committedBefore, reply)
        || (once != null && repeats.answers(byToken(token), LeaseEnds::committedBefore, reply));
  }

  private static Committed committedBefore(FirstAnswer first) {
    if (first instanceof FirstAnswer.Message message) {
      return new Committed(Messages.readAnswer(message.json(), CommitAnswer.class), true);
    }
    throw new RefusedException(new Problem.IdempotencyKeyReused());
  }

  void askCommit(String token, @Nullable OnceKey once, CompletableFuture<Committed> reply) {
    commits.computeIfAbsent(token, key -> new ArrayList<>()).add(new Asked<>(once, reply));
  }

  void committed(String token, long fence, Result result) {
    CommitAnswer answer = Telling.committed(result, fence);
    List<Asked<Committed>> asked = commits.getOrDefault(token, List.of());
    List<OnceKey> keys = asked.stream().map(Asked::once).filter(Objects::nonNull).toList();
    told.put(token, repeats.remember(keys, new FirstAnswer.Message(Messages.write(answer))));
    commits.remove(token);
    asked.forEach(one -> one.reply().complete(new Committed(answer, false)));
  }

  void commitRefused(String token, Problem problem) {
    List<Asked<Committed>> asked = commits.remove(token);
    if (asked != null) {
      RefusedException refusal = new RefusedException(problem);
      asked.forEach(one -> one.reply().completeExceptionally(refusal));
    }
  }

  /** Whether the failure was told before; it is answered then. */
  boolean repeatsFail(@Nullable OnceKey once, CompletableFuture<Boolean> reply) {
    return repeats.answers(once, first -> true, reply);
  }

  void askFail(String token, @Nullable OnceKey once, CompletableFuture<Boolean> reply) {
    failures.put(token, new Asked<>(once, reply));
  }

  void failed(String token) {
    Asked<Boolean> asked = failures.remove(token);
    if (asked != null) {
      OnceKey once = asked.once();
      List<OnceKey> keys = once == null ? List.of() : List.of(once);
      told.put(token, repeats.remember(keys, new FirstAnswer.Nothing()));
      asked.reply().complete(false);
    }
  }

  void failRefused(String token, Problem problem) {
    Asked<Boolean> asked = failures.remove(token);
    if (asked != null) {
      asked.reply().completeExceptionally(new RefusedException(problem));
    }
  }

  /** What is to be remembered together with the lease's end. */
  List<Change.Remembered> told(Lease lease) {
    List<Change.Remembered> memories = told.remove(lease.token());
    return memories == null ? List.of() : memories;
  }

  /** At the start the store held a result of this lease, or of a later one. */
  List<Change.Remembered> found(Lease lease, Result result) {
    return result.fence() == lease.fence()
        ? repeats.remember(
            List.of(byToken(lease.token())),
            new FirstAnswer.Message(Messages.write(Telling.committed(result, lease.fence()))))
        : List.of();
  }

  private static OnceKey byToken(String token) {
    return OnceKey.of("lease", token, "commit".getBytes(StandardCharsets.UTF_8));
  }
}
