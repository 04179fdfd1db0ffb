package dev.larder.server.ops;

import dev.larder.protocol.Paths;
import dev.larder.protocol.ProblemKind;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.EngineState;
import dev.larder.server.engine.Tally;
import dev.larder.server.engine.WriteKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Every metric that is the daemon's own: a new one is a line here, and one in {@code
 * docs/monitoring.md}. Names and units are as Prometheus wants them
 * (https://prometheus.io/docs/practices/naming/); labels have closed sets of values, never a
 * document's or a client's name.
 */
final class MetricTable {
  private static final double MS_PER_S = 1e3;
  private static final double NS_PER_S = 1e9;

  private MetricTable() {}

  static void register(Exposition to, Metrics.Sources sources) {
    daemon(to, sources);
    writes(to, sources);
    journal(to, sources.observations(), sources.engine());
    publishing(to, sources.observations(), sources.engine());
    builds(to, sources.engine().tally());
    store(to, sources.engine().tally());
    traffic(to, sources.traffic());
  }

  private static void daemon(Exposition to, Metrics.Sources sources) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("version", sources.version());
    labels.put("protocol", String.valueOf(Paths.PROTOCOL));
    to.info("larder_build_info", "Always 1: the release of the daemon and its protocol.", labels);
    to.gaugeNow(
        "larder_ready",
        "1 if the daemon can take writes, as /readyz says; else 0.",
        now -> now.ready() ? 1 : 0);
    to.gauge(
        "larder_engine_queue_commands",
        "Commands that wait for the engine.",
        () -> sources.engine().queued());
    to.gauge(
        "larder_recovery_seconds",
        "How long reading checkpoint and journal took at the start.",
        () -> sources.engine().recoveryMs() / MS_PER_S);
  }

  private static void writes(Exposition to, Metrics.Sources sources) {
    to.counters(
        "larder_writes_total",
        "Writes of documents that became durable, by kind.",
        "kind",
        () -> writesByKind(sources.engine().tally()));
    to.histogram(
        "larder_batch_writes",
        "Writes of documents that shared one force of the journal.",
        sources.observations().batchWrites,
        1);
    to.counter(
        "larder_idempotent_replays_total",
        "Requests that an earlier one with the same Idempotency-Key had done.",
        sources.engine().tally()::replays);
    to.gaugeOfState(
        "larder_idempotency_keys", "Idempotency-Keys that are remembered.", EngineState::keys);
    to.gaugeOfState("larder_documents", "Stats documents.", EngineState::documents);
    to.gaugeOfState("larder_entries", "Entries of all documents together.", EngineState::entries);
    to.gaugeOfState(
        "larder_document_bytes",
        "Bytes of all documents together, on one line each.",
        EngineState::documentBytes);
  }

  private static Map<String, Long> writesByKind(Tally tally) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (WriteKind kind : WriteKind.values()) {
      counts.put(kind.name().toLowerCase(Locale.ROOT), tally.writes(kind));
    }
    return counts;
  }

  private static void journal(Exposition to, Observations seen, Engine engine) {
    to.histogram(
        "larder_force_duration_seconds",
        "How long forcing a batch of the journal to disk took.",
        seen.forceNs,
        NS_PER_S);
    to.counter(
        "larder_journal_written_bytes_total",
        "Bytes of batches that were written to the journal and forced.",
        seen.journalBytes::sum);
    to.gaugeOfState(
        "larder_journal_bytes", "Bytes of the journal on disk.", EngineState::journalBytes);
    to.gaugeOfState(
        "larder_journal_segments", "Segments of the journal.", EngineState::journalSegments);
    to.gaugeOfState(
        "larder_journal_replay_bytes",
        "Bytes of the journal behind the newest checkpoint, to be read again at a start.",
        EngineState::replayBytes);
    to.gauge(
        "larder_journal_full",
        "1 while writes are refused because the journal has no room; else 0.",
        () -> engine.fullSince().isPresent() ? 1 : 0);
    to.histogram(
        "larder_checkpoint_duration_seconds",
        "How long writing a checkpoint took.",
        seen.checkpointNs,
        NS_PER_S);
    to.counter(
        "larder_checkpoint_failures_total",
        "Checkpoints that could not be written; the journal is kept then.",
        seen.checkpointFailures::sum);
  }

  private static void publishing(Exposition to, Observations seen, Engine engine) {
    to.histogram(
        "larder_publish_duration_seconds",
        "How long making one published file what its document is took, forces included.",
        seen.publishNs,
        NS_PER_S);
    to.counter(
        "larder_publish_failures_total",
        "Attempts to write a published file that failed; each is tried again.",
        seen.publishFailures::sum);
    to.gauge(
        "larder_publish_lag_seconds",
        "Age of the oldest durable change that not all files of its document hold; 0 if all do.",
        () -> engine.publisher().lagNs() / NS_PER_S);
    to.gauge(
        "larder_publish_failing_targets",
        "Published files whose last attempt failed.",
        () -> engine.publisher().failingTargets());
  }

  private static void builds(Exposition to, Tally tally) {
    to.counter("larder_builds_started_total", "Leases that were granted.", tally::buildsStarted);
    to.counter(
        "larder_builds_committed_total", "Results that were committed.", tally::buildsCommitted);
    to.counter(
        "larder_builds_failed_total",
        "Builds whose builder said that they failed.",
        tally::buildsFailed);
    to.counter(
        "larder_builds_handed_over_total",
        "Leases that ended without result or report, and went on to the next who waited.",
        tally::buildsHandedOver);
    to.counters(
        "larder_builds_shared_total",
        "Build requests answered with a result that another one's build made:"
            + " by waiting for it, or by finding it.",
        "by",
        () -> sharedBy(tally));
    to.counter(
        "larder_builds_saved_seconds_total",
        "For each shared answer, how long the result's build took from grant to commit.",
        () -> tally.savedMs() / MS_PER_S);
    to.gaugeOfState("larder_leases", "Leases that are open.", EngineState::leases);
    to.gaugeOfState(
        "larder_oldest_lease_seconds",
        "How long the oldest open lease has been held; 0 without one.",
        state -> state.oldestLeaseMs() / MS_PER_S);
    to.gaugeOfState(
        "larder_waiters",
        "Build requests that wait for another one's build.",
        EngineState::waiters);
  }

  private static void store(Exposition to, Tally tally) {
    to.gaugeOfState("larder_results", "Results that are ready.", EngineState::results);
    to.gaugeOfState(
        "larder_result_bytes", "Bytes of all ready results together.", EngineState::resultBytes);
    to.gaugeOfState(
        "larder_result_limit_bytes",
        "What all ready results may take together; 0 where nothing is set.",
        EngineState::maxResultBytes);
    to.gaugeOfState("larder_pins", "Pins of results by name.", EngineState::pins);
    to.counters(
        "larder_evictions_total",
        "Results that were evicted: over the quota of bytes, unused for too long,"
            + " for want of space on the disk, or as somebody asked.",
        "reason",
        tally::evictions);
    to.counter(
        "larder_results_damaged_total",
        "Results that were dropped since their content was not what their digest says.",
        tally::damagedResults);
  }

  private static Map<String, Long> sharedBy(Tally tally) {
    return Map.of("waiting", tally.sharedByWaiting(), "finding", tally.sharedByFinding());
  }

  private static void traffic(Exposition to, Traffic traffic) {
    to.counters(
        "larder_http_requests_total",
        "Requests that were answered, by the class of their status.",
        "status",
        () -> byStatus(traffic));
    to.counters(
        "larder_http_refused_total",
        "Requests that were answered with a problem, by its type.",
        "problem",
        () -> byProblem(traffic));
    to.counter(
        "larder_http_received_bytes_total",
        "Bytes of request bodies that were taken in, as they were sent.",
        traffic::bodyBytes);
    to.gaugeNow(
        "larder_http_connections", "Connections that are open.", now -> now.held().connections());
    to.gaugeNow(
        "larder_http_body_bytes",
        "Bytes of request bodies that are held in memory.",
        now -> now.held().bodyBytes());
  }

  private static Map<String, Long> byStatus(Traffic traffic) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int statusClass = 2; statusClass <= 5; statusClass++) {
      counts.put(statusClass + "xx", traffic.answers(statusClass));
    }
    return counts;
  }

  private static Map<String, Long> byProblem(Traffic traffic) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Map.Entry<ProblemKind, LongAdder> refused : traffic.refusals().entrySet()) {
      counts.put(refused.getKey().slug(), refused.getValue().sum());
    }
    return counts;
  }
}
