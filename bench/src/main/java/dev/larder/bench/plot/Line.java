package dev.larder.bench.plot;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name in the legend
 * @param points from left to right
 */
public record Line(String name, List<Point> points) {
  public Line {
    points = List.copyOf(points);
  }

  /** A point; both above 0. */
  public record Point(double x, double y) {}
}
