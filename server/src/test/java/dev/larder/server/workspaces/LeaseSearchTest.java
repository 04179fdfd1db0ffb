package dev.larder.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.WorkspaceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * An explicit-state search: <em>every</em> order of events of two keys and a few clients, up to a
 * depth, where the property tests draw some of the long ones. Breadth first, so that what it finds
 * is the shortest. A world checks each effect against the naive model as it goes.
 */
class LeaseSearchTest {
  private static final int DEPTH = 6;
  private static final WorkspaceId A = WorkspaceId.parse("gap", "a");
  private static final WorkspaceId B = WorkspaceId.parse("gap", "b");

  /** Everything that can happen, by what a reader of a failure needs to do it again. */
  private static final Map<String, Consumer<LeaseWorld>> EVENTS = new LinkedHashMap<>();

  static {
    EVENTS.put("request a", world -> world.request(A, false));
    EVENTS.put("request b", world -> world.request(B, false));
    EVENTS.put("the first leaves", world -> world.leave(0));
    EVENTS.put("the second leaves", world -> world.leave(1));
    EVENTS.put("the third leaves", world -> world.leave(2));
    EVENTS.put("the table gives", world -> world.leaseTableAnswers(0, true));
    EVENTS.put("the table gives the second", world -> world.leaseTableAnswers(1, true));
    EVENTS.put("the table refuses", world -> world.leaseTableAnswers(0, false));
    EVENTS.put("commit", world -> world.commit(0));
    EVENTS.put("the store commits", world -> world.storeAnswers(0, 0));
    EVENTS.put("the store fails, try again", world -> world.storeAnswers(0, 1));
    EVENTS.put("the store fails", world -> world.storeAnswers(0, 2));
    EVENTS.put("fail", world -> world.fail(0, 0));
    EVENTS.put("fail for a while", world -> world.fail(0, 900));
    EVENTS.put("resume", world -> world.resume(0));
    EVENTS.put("release", world -> world.release(0));
    EVENTS.put("an ended token", world -> world.useAnEndedToken(0));
    EVENTS.put("forget a", world -> world.forget(A));
    EVENTS.put("time", world -> world.pass(700, false));
    EVENTS.put("time and a tick", world -> world.pass(700, true));
  }

  @Test
  void everyOrderOfEventsFromAnEmptyMachineKeepsThePromises() {
    assertThat(search(false)).isGreaterThan(1_000);
  }

  @Test
  void everyOrderOfEventsFromARestartWithAnOpenLeaseKeepsThePromises() {
    assertThat(search(true)).isGreaterThan(1_000);
  }

  /** Visits all worlds within the depth; how many there are. */
  private static int search(boolean restarted) {
    Set<String> seen = new HashSet<>();
    Deque<List<String>> ahead = new ArrayDeque<>();
    ahead.add(List.of());
    while (!ahead.isEmpty()) {
      List<String> way = ahead.remove();
      for (String event : EVENTS.keySet()) {
        List<String> further = new ArrayList<>(way);
        further.add(event);
        // A machine cannot be copied: each is led there again, which is cheap at such depths.
        LeaseWorld world = lead(restarted, further);
        if (seen.add(world.shape())) {
          if (further.size() < DEPTH) {
            ahead.add(further);
          }
          end(world, further);
        }
      }
    }
    return seen.size();
  }

  private static LeaseWorld lead(boolean restarted, List<String> way) {
    LeaseWorld world = new LeaseWorld();
    if (restarted) {
      world.restore(A);
    }
    try {
      for (String event : way) {
        EVENTS.getOrDefault(event, unknown -> {}).accept(world);
      }
      world.checkNobodyIsForgotten();
      return world;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("The shortest way to it: " + way, e);
    }
  }

  /** From everywhere there is an end with nothing left. */
  private static void end(LeaseWorld world, List<String> way) {
    try {
      world.end();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("It does not end after: " + way, e);
    }
  }
}
