package dev.larder.bench;

import dev.larder.bench.measure.Latency;
import dev.larder.bench.measure.Usage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one subject.
 *
 * @param subject its name
 * @param unit of the samples
 * @param samples one a turn, in their order
 * @param latency of single operations, all turns together; null where there are none
 * @param usage of the subject's processes for each operation; null where it was not counted
 */
public record Figure(
    String subject,
    String unit,
    List<Double> samples,
    @Nullable Latency latency,
    @Nullable Usage usage) {
  public Figure {
    samples = List.copyOf(samples);
  }

  /** Of samples alone. */
  public static Figure of(String subject, String unit, List<Double> samples) {
    return new Figure(subject, unit, samples, null, null);
  }

  /** The middle sample. */
  public double median() {
    return median(samples);
  }

  /** How far the samples lie apart: (largest − smallest) / median. */
  public double spread() {
    double[] sorted = sorted(samples);
    return (sorted[sorted.length - 1] - sorted[0]) / median();
  }

  /** The median of the ratios turn by turn. */
  public double ratioTo(Figure other) {
    if (samples.size() != other.samples.size()) {
      return median() / other.median();
    }
    Double[] ratios = new Double[samples.size()];
    for (int turn = 0; turn < ratios.length; turn++) {
      ratios[turn] = samples.get(turn) / other.samples.get(turn);
    }
    return median(List.of(ratios));
  }

  private static double median(List<Double> values) {
    double[] sorted = sorted(values);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double[] sorted(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    if (sorted.length == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    Arrays.sort(sorted);
    return sorted;
  }
}
