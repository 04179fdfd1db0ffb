package dev.larder.bench;

import dev.larder.bench.measure.Latency;
import dev.larder.bench.measure.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What all rows came to: a table for people, JSON for programs. */
final class Report {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Map<Row, Result> results = new LinkedHashMap<>();
  private final Map<Row, String> failures = new LinkedHashMap<>();

  void add(Row row, Result result) {
    results.put(row, result);
  }

  /** A row that could not be measured. */
  void add(Row row, String failure) {
    failures.put(row, failure);
  }

  /** How many rows do not reach their goal. */
  long missed() {
    return results.entrySet().stream()
        .filter(entry -> !entry.getKey().goal().isReachedBy(entry.getValue().value()))
        .count();
  }

  /** The table, in Markdown. */
  String table() {
    var text = new StringBuilder("| what | against | goal | reached | |\n|---|---|---|---|---|\n");
    results.forEach(
        (row, result) -> {
          double value = result.value();
          String mark =
              row.goal().equals(Goal.NONE) ? "" : row.goal().isReachedBy(value) ? "yes" : "**no**";
          text.append(line(row.about(), row.against(), row.goal(), row.goal().told(value), mark));
        });
    failures.forEach(
        (row, failure) ->
            text.append(line(row.about(), row.against(), row.goal(), "not measured", failure)));
    text.append("\n| row | subject | median | spread | p50 µs | p99 µs | p99.9 µs |")
        .append(
            " CPU µs each | bytes written each |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
    results.forEach(
        (row, result) ->
            result.figures().forEach(figure -> text.append(detail(row.name(), figure))));
    return text.toString();
  }

  private static String line(Object... cells) {
    var text = new StringBuilder("|");
    for (Object cell : cells) {
      text.append(' ').append(cell).append(" |");
    }
    return text.append('\n').toString();
  }

  private static String detail(String row, Figure figure) {
    Usage usage = figure.usage();
    return line(
        row,
        figure.subject(),
        "%,.1f %s".formatted(figure.median(), figure.unit()),
        "%.0f %%".formatted(100 * figure.spread()),
        us(figure.latency(), 50),
        us(figure.latency(), 99),
        us(figure.latency(), 99.9),
        usage == null ? "" : "%,.1f".formatted(1e6 * usage.cpuSeconds()),
        usage == null ? "" : "%,.0f".formatted(usage.writtenBytes()));
  }

  private static String us(@Nullable Latency latency, double percentile) {
    return latency == null ? "" : "%,.0f".formatted(latency.us(percentile));
  }

  /** Writes all of it as JSON, with every sample. */
  void write(Path file, Map<String, String> machine) throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    ObjectNode about = root.putObject("machine");
    machine.forEach(about::put);
    ArrayNode rows = root.putArray("rows");
    results.forEach((row, result) -> told(rows.addObject(), row, result));
    failures.forEach(
        (row, failure) ->
            rows.addObject()
                .put("row", row.name())
                .put("about", row.about())
                .put("failure", failure));
    Files.writeString(file, MAPPER.writeValueAsString(root) + "\n");
  }

  private static void told(ObjectNode node, Row row, Result result) {
    node.put("row", row.name())
        .put("about", row.about())
        .put("against", row.against())
        .put("goal", row.goal().bound())
        .put("more_is_better", row.goal().atLeast())
        .put("unit", row.goal().unit())
        .put("value", result.value())
        .put("reached", row.goal().isReachedBy(result.value()));
    ArrayNode figures = node.putArray("figures");
    result.figures().forEach(figure -> told(figures.addObject(), figure));
  }

  private static void told(ObjectNode node, Figure figure) {
    node.put("subject", figure.subject())
        .put("unit", figure.unit())
        .put("median", figure.median())
        .put("spread", figure.spread());
    ArrayNode samples = node.putArray("samples");
    figure.samples().forEach(samples::add);
    Latency latency = figure.latency();
    if (latency != null) {
      ObjectNode us = node.putObject("latency_us");
      List.of(50.0, 90.0, 99.0, 99.9, 100.0)
          .forEach(percentile -> us.put("p" + percentile, latency.us(percentile)));
    }
    Usage usage = figure.usage();
    if (usage != null) {
      node.put("cpu_us_each", 1e6 * usage.cpuSeconds())
          .put("bytes_written_each", usage.writtenBytes());
    }
  }
}
