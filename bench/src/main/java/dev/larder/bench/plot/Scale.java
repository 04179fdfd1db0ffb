package dev.larder.bench.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis.
 *
 * @param least at its beginning
 * @param most at its end
 * @param from where it begins, in the picture's units
 * @param to where it ends
 */
record Scale(double least, double most, double from, double to) {
  /** Numbers at which a decade is divided. */
  private static final List<Integer> DIVISIONS = List.of(1, 2, 5);

  /** An axis that has both values, and ends at round numbers. */
  static Scale over(double smallest, double largest, double from, double to) {
    double decade = decadeOf(smallest);
    double least = decade;
    for (int division : DIVISIONS) {
      if (division * decade <= smallest) {
        least = division * decade;
      }
    }
    double most = 10 * decadeOf(largest);
    for (int i = DIVISIONS.size() - 1; i >= 0; i--) {
      double bound = DIVISIONS.get(i) * decadeOf(largest);
      if (bound >= largest) {
        most = bound;
      }
    }
    return new Scale(least, most > least ? most : 10 * least, from, to);
  }

  private static double decadeOf(double value) {
    return Math.pow(10, Math.floor(Math.log10(value)));
  }

  double at(double value) {
    return from + (to - from) * Math.log(value / least) / Math.log(most / least);
  }

  /** Where it is labelled: the decades, and their parts where there are few of them. */
  List<Double> ticks() {
    boolean few = most / least < 1_000;
    List<Double> ticks = new ArrayList<>();
    for (double decade = decadeOf(least); decade <= most * 1.001; decade *= 10) {
      for (int division : DIVISIONS) {
        double tick = division * decade;
        boolean shown = division == 1 || few;
        if (shown && tick >= least * 0.999 && tick <= most * 1.001) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
