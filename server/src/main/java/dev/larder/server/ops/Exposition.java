package dev.larder.server.ops;

import dev.larder.server.engine.EngineState;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The Prometheus library's part: a registry whose metrics ask for their values when they are
 * scraped, and the writers of its formats. One thread at a time.
 */
final class Exposition {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private Metrics.@Nullable Moment moment;

  Exposition(Metrics.Sources sources) {
    MetricTable.register(this, sources);
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  Metrics.Page write(@Nullable String accept, Metrics.Moment now) {
    moment = now;
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      writer.write(text, registry.scrape());
    } catch (IOException e) {
      throw new AssertionError("memory cannot fail to be written", e);
    }
    return new Metrics.Page(writer.getContentType(), text.toByteArray());
  }

  void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** A counter for each value of a label; the values must be a closed set. */
  void counters(String name, String help, String label, Supplier<Map<String, Long>> values) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(callback -> values.get().forEach((key, value) -> callback.call(value, key)))
        .register(registry);
  }

  void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** A gauge of this moment. */
  void gaugeNow(String name, String help, ToDoubleFunction<Metrics.Moment> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            callback -> {
              if (moment != null) {
                callback.call(value.applyAsDouble(moment));
              }
            })
        .register(registry);
  }

  /** A gauge of the engine's state; without a value where the engine did not answer. */
  void gaugeOfState(String name, String help, ToDoubleFunction<EngineState> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            callback -> {
              EngineState state = moment == null ? null : moment.state();
              if (state != null) {
                callback.call(value.applyAsDouble(state));
              }
            })
        .register(registry);
  }

  /** A gauge that is always 1 and says something by its labels. */
  void info(String name, String help, Map<String, String> labels) {
    String[] names = labels.keySet().toArray(String[]::new);
    String[] values = labels.values().toArray(String[]::new);
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(names)
        .callback(callback -> callback.call(1, values))
        .register(registry);
  }

  /**
   * A histogram.
   *
   * @param unit how many of the buckets' units are one of the metric's
   */
  void histogram(String name, String help, Buckets buckets, double unit) {
    registry.register(
        () ->
            HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                    HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(
                            ClassicHistogramBuckets.of(buckets.bounds(unit), buckets.counts()))
                        .sum(buckets.sum() / unit)
                        .build())
                .build());
  }
}
