package dev.larder.server.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One answer of {@code /metrics} in Prometheus' text format.
 *
 * @param types of each metric, by its name
 * @param values of each sample, by its name with its labels as they stand there
 */
record Scrape(String text, Map<String, String> types, Map<String, Double> values) {
  private static final String TYPE = "# TYPE ";

  static Scrape of(LiveDaemon daemon) throws IOException {
    return of(daemon.ask(Call.get("/metrics")).has(200).text());
  }

  static Scrape of(String text) {
    Map<String, String> types = new TreeMap<>();
    Map<String, Double> values = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(TYPE)) {
        String[] words = line.substring(TYPE.length()).split(" ", -1);
        types.put(words[0], words[1]);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        int blank = line.lastIndexOf(' ');
        values.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
      }
    }
    return new Scrape(text, types, values);
  }

  /** The value of a sample that must be there. */
  double value(String sample) {
    Double value = values.get(sample);
    if (value == null) {
      throw new AssertionError("There is no " + sample + " in\n" + text);
    }
    return value;
  }
}
