package dev.larder.bench.plot;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A chart of lines; both axes are logarithmic, so that the same factor is the same distance.
 *
 * @param title above it
 * @param x what the horizontal axis tells, with its unit
 * @param y what the vertical axis tells, with its unit
 */
public record Chart(String title, String x, String y, List<Line> lines) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int BOTTOM = 90;

  /** Told apart also by those who see no red or no green (Okabe and Ito, 2008). */
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9");

  public Chart {
    lines = List.copyOf(lines);
  }

  /** The picture. */
  public String svg() {
    Scale across = scale(Line.Point::x, LEFT, WIDTH - RIGHT);
    Scale up = scale(Line.Point::y, HEIGHT - BOTTOM, TOP);
    var svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH, HEIGHT, WIDTH, HEIGHT));
    text(svg, WIDTH / 2.0, 22, "middle", title, "font-size=\"15\"");
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 36, "middle", x, "");
    text(svg, LEFT, TOP - 12, "middle", y, "");
    for (double tick : across.ticks()) {
      double at = across.at(tick);
      rule(svg, at, TOP, at, HEIGHT - BOTTOM);
      text(svg, at, HEIGHT - BOTTOM + 18, "middle", number(tick), "");
    }
    for (double tick : up.ticks()) {
      double at = up.at(tick);
      rule(svg, LEFT, at, WIDTH - RIGHT, at);
      text(svg, LEFT - 8, at + 4, "end", number(tick), "");
    }
    for (int i = 0; i < lines.size(); i++) {
      line(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), across, up, i);
    }
    return svg.append("</svg>\n").toString();
  }

  private Scale scale(ToDoubleFunction<Line.Point> value, int from, int to) {
    double[] values =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(value)
            .sorted()
            .toArray();
    if (values.length == 0 || values[0] <= 0) {
      throw new IllegalArgumentException("points above 0 wanted: " + lines);
    }
    return Scale.over(values[0], values[values.length - 1], from, to);
  }

  private static void line(
      StringBuilder svg, Line line, String colour, Scale across, Scale up, int place) {
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\" points=\"");
    for (Line.Point point : line.points()) {
      svg.append(format("%.1f,%.1f ", across.at(point.x()), up.at(point.y())));
    }
    svg.append("\"/>\n");
    for (Line.Point point : line.points()) {
      svg.append(
          format(
              "<circle r=\"3\" cx=\"%.1f\" cy=\"%.1f\" fill=\"%s\"/>%n",
              across.at(point.x()), up.at(point.y()), colour));
    }
    double x = LEFT + place % 3 * 210;
    double y = HEIGHT - BOTTOM + 58 + place / 3 * 18;
    svg.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"12\" height=\"12\" fill=\"%s\"/>%n",
            x, y - 10, colour));
    text(svg, x + 18, y, "start", line.name(), "");
  }

  private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
            x1, y1, x2, y2));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String words, String more) {
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
            x, y, anchor, more, words.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private static String number(double value) {
    return value >= 1 ? format("%,.0f", value) : format("%s", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
