package dev.larder.server.ops;

import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.EngineState;
import dev.larder.server.engine.Overview;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of a daemon, as Prometheus scrapes them; {@code docs/monitoring.md} lists them.
 *
 * <p>The Prometheus library is behind {@link Exposition} and is loaded by the first scrape: a
 * daemon that nobody scrapes does not pay for it, neither in memory nor at its start.
 */
public final class Metrics {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private final Engine engine;
  private final Observations observations;
  private final Traffic traffic;
  private final Readiness readiness;
  private final String version;
  private @Nullable Exposition exposition;

  /**
   * What the sockets hold at the moment of a scrape.
   *
   * @param bodyBytes of request bodies in memory
   */
  public record Held(int connections, long bodyBytes) {}

  /** A page of metrics, in the format that was asked for. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Page(String contentType, byte[] text) {}

  /**
   * Metrics of that engine.
   *
   * @param observations what the engine tells its observer
   * @param traffic what the sockets tell
   */
  public Metrics(
      Engine engine,
      Observations observations,
      Traffic traffic,
      Readiness readiness,
      String version) {
    this.engine = engine;
    this.observations = observations;
    this.traffic = traffic;
    this.readiness = readiness;
    this.version = version;
  }

  /**
   * Writes everything down. Takes some milliseconds, and up to a second while the engine does not
   * answer: not for an event loop. Any thread, one at a time.
   *
   * @param accept the request's header, which may ask for OpenMetrics
   */
  public synchronized Page scrape(@Nullable String accept, Held held) {
    if (exposition == null) {
      exposition = new Exposition(new Sources(engine, observations, traffic, version));
    }
    EngineState state = state();
    boolean ready = state != null && readiness.known().isEmpty();
    return exposition.write(accept, new Moment(state, held, ready));
  }

  /** Where the numbers come from. */
  record Sources(Engine engine, Observations observations, Traffic traffic, String version) {}

  /**
   * What a scrape has asked.
   *
   * @param state null where the engine did not answer in time: its gauges are left out then
   */
  record Moment(@Nullable EngineState state, Held held, boolean ready) {}

  private @Nullable EngineState state() {
    try {
      return engine
          .overview(Overview::numbers)
          .orTimeout(Readiness.ANSWER_MS, TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException | RefusedException e) {
      LOG.debug("The engine did not answer a scrape", e);
      return null;
    }
  }
}
