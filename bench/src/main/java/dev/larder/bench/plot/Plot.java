package dev.larder.bench.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chart that grows point by point. One thread. */
public final class Plot {
  private final String title;
  private final String x;
  private final String y;
  private final Map<String, List<Line.Point>> points = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param x what the horizontal axis tells, with its unit
   * @param y what the vertical axis tells, with its unit
   */
  public Plot(String title, String x, String y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** One more point of a line; both values are above 0. */
  public void add(String line, double atX, double atY) {
    points.computeIfAbsent(line, any -> new ArrayList<>()).add(new Line.Point(atX, atY));
  }

  /** The newest value of a line. */
  public double last(String line) {
    List<Line.Point> all = points.getOrDefault(line, List.of());
    return all.isEmpty() ? Double.NaN : all.get(all.size() - 1).y();
  }

  /** Draws it, as SVG. */
  public void write(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    points.forEach((name, all) -> lines.add(new Line(name, all)));
    Files.writeString(file, new Chart(title, x, y, lines).svg());
  }
}
