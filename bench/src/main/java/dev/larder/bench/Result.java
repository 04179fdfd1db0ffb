package dev.larder.bench;

import java.util.List;

/**
 * What came of a row.
 *
 * @param value what is held against the goal
 * @param figures ours first, then what it is compared with, then others
 */
public record Result(double value, List<Figure> figures) {
  public Result {
    figures = List.copyOf(figures);
  }

  /** The ratio of the first figure to the second one. */
  public static Result ratio(List<Figure> figures) {
    return new Result(figures.get(0).ratioTo(figures.get(1)), figures);
  }

  /** The median of the only figure. */
  public static Result value(Figure figure) {
    return new Result(figure.median(), List.of(figure));
  }
}
