package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.IdempotencyKey;
import dev.larder.protocol.ProblemKind;
import java.util.ArrayList;
import java.util.List;

/** Writes with an Idempotency-Key: what the contract says of all that take one. */
final class OnceScenarios {
  private OnceScenarios() {}

  /** What is done with a write that would be taken. */
  private interface Use {
    Reply of(World world, Call write) throws Exception;
  }

  static List<Scenario> all(Contract contract) {
    List<Scenario> all = new ArrayList<>();
    for (Contract.Operation operation : contract.operations()) {
      if (operation.takes(IdempotencyKey.HEADER)) {
        all.add(
            Scenario.of(
                operation.id(),
                GeneralScenarios.firstStatus(operation),
                writing(operation, OnceScenarios::again)));
        all.add(
            Scenario.refused(
                operation.id(),
                ProblemKind.IDEMPOTENCY_KEY_REUSED,
                writing(operation, OnceScenarios::another)));
        all.add(
            Scenario.refused(
                operation.id(),
                ProblemKind.BAD_REQUEST,
                writing(operation, (world, write) -> world.ask(keyed(write, "no key")))));
      }
    }
    return all;
  }

  private static Reply again(World world, Call write) throws Exception {
    Call once = keyed(write, world.fresh());
    Reply first = world.ask(once);
    Reply again = world.ask(once);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header(IdempotencyKey.REPLAYED_HEADER)).isEqualTo("true");
    return again;
  }

  private static Reply another(World world, Call write) throws Exception {
    Call once = keyed(write, world.fresh());
    Reply first = world.ask(once);
    assertThat(first.status()).as(first.text()).isLessThan(300);
    return world.ask(once.with("If-Match: *"));
  }

  private static Call keyed(Call write, String key) {
    return write.with(IdempotencyKey.HEADER + ": " + key);
  }

  private static Scenario.Act writing(Contract.Operation operation, Use use) {
    return world -> {
      String name = world.fresh();
      if (operation.id().equals("deleteDocument")) {
        world.ask(Call.put(operation.target(name), "{}")).has(201);
      }
      if (!operation.template().contains("{token}")) {
        return use.of(world, GeneralScenarios.example(world, operation, name));
      }
      try (Building own = world.build(name + "/k")) {
        String token = own.stage("x").token();
        return use.of(world, GeneralScenarios.example(world, operation, token));
      }
    };
  }
}
