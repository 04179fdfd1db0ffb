package dev.larder.server.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Plays scenarios in a daemon, and keeps what was answered and what went wrong. */
final class Walk {
  private final Contract contract;

  /** What did not go as the scenario or the contract says. */
  final List<String> failures = new ArrayList<>();

  /** What was answered, by operation, status and media type. */
  private final Map<String, List<JsonNode>> answers = new TreeMap<>();

  Walk(Contract contract) {
    this.contract = contract;
  }

  /** All scenarios: a resource's own, and those that follow from the contract. */
  static List<Scenario> scenarios(Contract contract) {
    List<Scenario> all = new ArrayList<>(own(contract));
    all.addAll(GeneralScenarios.refusals(contract));
    return all;
  }

  /** Those that come to an operation's handler. */
  static List<Scenario> own(Contract contract) {
    List<Scenario> all = new ArrayList<>();
    all.addAll(DocumentScenarios.all());
    all.addAll(BatchScenarios.all());
    all.addAll(SettingsScenarios.all());
    all.addAll(WatchScenarios.all());
    all.addAll(WorkspaceScenarios.all());
    all.addAll(WorkspaceSettingsScenarios.all());
    all.addAll(PinScenarios.all());
    all.addAll(QueueScenarios.all());
    all.addAll(LeaseScenarios.all());
    all.addAll(OnceScenarios.all(contract));
    all.addAll(OpsScenarios.all());
    all.addAll(GeneralScenarios.examples(contract));
    return all;
  }

  /** Plays the scenarios of a place, in a daemon that has that folder for its root. */
  void through(Place place, Path root) throws Exception {
    Files.createDirectories(root);
    try (World world = new World(root, place, all -> true)) {
      for (Scenario scenario : scenarios(contract)) {
        if (scenario.place() == place) {
          play(scenario, world);
          if (place == Place.SMALL_DISK) {
            world.emptyDisk();
            world.settle();
          }
        }
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // a failure is told with all others
  private void play(Scenario scenario, World world) {
    try {
      Reply reply = scenario.play(world);
      contract.check(scenario.operation(), reply);
      if (!reply.text().isEmpty()) {
        answers
            .computeIfAbsent(
                key(scenario.operation(), scenario.status(), reply.header("Content-Type")),
                key -> new ArrayList<>())
            .addAll(Contract.bodies(reply));
      }
    } catch (Exception | AssertionError e) {
      failures.add(scenario + ": " + e);
    }
  }

  /** What was really answered to an operation. */
  List<JsonNode> answers(String operation, String status, String mediaType) {
    return answers.getOrDefault(key(operation, Integer.parseInt(status), mediaType), List.of());
  }

  private static String key(String operation, int status, @Nullable String type) {
    return operation + " " + status + " " + String.valueOf(type).replaceFirst(";.*", "");
  }

  /** The scenarios of an operation that still go well in a daemon without its handler. */
  static List<Scenario> without(Contract.Operation operation, List<Scenario> own, Path root)
      throws Exception {
    Files.createDirectories(root);
    Predicate<Route> others = route -> !route.name().equals(operation.name());
    List<Scenario> well = new ArrayList<>();
    try (World world = new World(root, Place.USUAL, others)) {
      for (Scenario scenario : own) {
        if (scenario.operation().equals(operation.id()) && goesWell(scenario, world)) {
          well.add(scenario);
        }
      }
    }
    return well;
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it is, it does not go well
  private static boolean goesWell(Scenario scenario, World world) {
    try {
      scenario.play(world);
      return true;
    } catch (Exception | AssertionError e) {
      return false;
    }
  }
}
