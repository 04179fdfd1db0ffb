package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import dev.larder.server.journal.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Walks a daemon with {@code openapi.yaml}: all that it names, and nothing else. */
@Timeout(120)
class ContractTest {
  private static final String[] METHODS = {
    "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE"
  };

  private static final Contract CONTRACT = new Contract();

  @TempDir static Path folder;

  private static @Nullable World world;

  @BeforeAll
  static void start() throws Exception {
    world = new World(folder, Place.USUAL, all -> true);
  }

  @AfterAll
  static void stop() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  private static World world() {
    if (world == null) {
      throw new IllegalStateException("not started");
    }
    return world;
  }

  @Test
  void theRouterServesWhatTheContractNamesAndNothingElse() {
    assertThat(world().routes().stream().map(Route::name))
        .containsExactlyInAnyOrderElementsOf(
            CONTRACT.operations().stream().map(Contract.Operation::name).toList());
  }

  @Test
  void everyStatusOfTheContractHasAScenarioAndNoOtherHas() {
    Set<String> named = new TreeSet<>();
    for (Contract.Operation operation : CONTRACT.operations()) {
      operation.statuses().forEach(status -> named.add(operation.id() + " " + status));
    }
    Set<String> played = new TreeSet<>();
    Walk.scenarios(CONTRACT).forEach(scenario -> played.add(scenario.covers()));
    assertThat(played).isEqualTo(named);
  }

  @Test
  void everyScenarioIsAnsweredAsTheContractSaysAndEveryExampleIsLikeARealAnswer(@TempDir Path roots)
      throws Exception {
    Walk walk = new Walk(CONTRACT);
    walk.through(Place.USUAL, roots.resolve("usual"));
    walk.through(Place.CROWDED, roots.resolve("crowded"));
    walk.through(Place.ONE_CONNECTION, roots.resolve("connection"));
    assertThat(walk.failures).isEmpty();
    assertThat(AnswerExamples.unlikeAnyAnswer(CONTRACT, walk)).isEmpty();
  }

  @Test
  void fullDiskIsAnsweredAsTheContractSays(@TempDir Path root) throws Exception {
    SmallDisk disk = SmallDisk.mount(root);
    try {
      Walk walk = new Walk(CONTRACT);
      walk.through(Place.SMALL_DISK, root);
      assertThat(walk.failures).isEmpty();
    } finally {
      disk.unmount();
    }
  }

  /** All that its scenarios find without it is what nobody finds: 404. */
  @Test
  void everyOperationsScenariosFailWithoutItsHandler(@TempDir Path roots) throws Exception {
    List<Scenario> own =
        Walk.own(CONTRACT).stream()
            .filter(scenario -> scenario.place() == Place.USUAL)
            .filter(scenario -> scenario.kind() != ProblemKind.NOT_FOUND)
            .toList();
    for (Contract.Operation operation : CONTRACT.operations()) {
      assertThat(own.stream().map(Scenario::operation)).contains(operation.id());
      assertThat(Walk.without(operation, own, roots.resolve(operation.id())))
          .as("scenarios that do not need %s", operation.name())
          .isEmpty();
    }
  }

  @Test
  void everyExampleFitsItsSchema() {
    assertThat(AnswerExamples.check(CONTRACT)).isGreaterThan(CONTRACT.operations().size());
  }

  @Test
  void anyOtherMethodIsRefusedWithThoseThatTheContractNames() throws IOException {
    Set<String> targets =
        CONTRACT.operations().stream()
            .map(operation -> operation.target("general"))
            .collect(Collectors.toSet());
    for (String target : targets) {
      Set<String> named =
          CONTRACT.operations().stream()
              .filter(operation -> operation.target("general").equals(target))
              .map(Contract.Operation::method)
              .collect(Collectors.toSet());
      if (named.contains("GET")) {
        named.add("HEAD");
      }
      for (String method : METHODS) {
        if (!named.contains(method) && !method.equals("HEAD")) {
          Reply refused = world().ask(Call.of(method, target));
          refused.problem(ProblemKind.METHOD_NOT_ALLOWED);
          assertThat(Set.of(String.valueOf(refused.header("Allow")).split(", ", -1)))
              .isEqualTo(named);
        }
      }
    }
  }

  @Test
  void parameterIsKnownToAnOperationWhereTheContractSaysSo() throws IOException {
    Set<String> parameters =
        CONTRACT.operations().stream()
            .flatMap(operation -> operation.parameters().stream())
            .filter(parameter -> parameter.get("in").asString().equals("query"))
            .map(parameter -> parameter.get("name").asString())
            .collect(Collectors.toSet());
    assertThat(parameters).contains("ack", "pointer");
    for (Contract.Operation operation : CONTRACT.operations()) {
      for (String parameter : parameters) {
        // Twice is refused anyway, so nothing is done; the answer says what is wrong.
        String query = "?" + parameter + "=1&" + parameter + "=1";
        Call call = Call.of(operation.method(), operation.target("general") + query);
        String detail = world().ask(call).problem(ProblemKind.BAD_REQUEST).get("detail").asString();
        assertThat(detail.equals("The parameter '" + parameter + "' is not known here."))
            .as("%s: %s", operation.name(), detail)
            .isNotEqualTo(operation.takes(parameter));
      }
    }
  }

  @Test
  void headIsThatOfGet() throws IOException {
    for (Contract.Operation operation : CONTRACT.operations()) {
      if (operation.method().equals("GET")) {
        String target = operation.target("general");
        try (Wire wire = world().connect()) {
          Reply head = wire.ask(Call.head(target));
          Reply get = wire.send(Call.get(target)).replyToHead(); // it may be a stream
          assertThat(head.status()).as(target).isEqualTo(get.status());
          assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
          assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
        }
      }
    }
  }
}
