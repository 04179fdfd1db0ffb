package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Contest;
import dev.larder.bench.load.Generator;
import dev.larder.bench.load.Http;
import dev.larder.bench.load.Resp;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.peers.Redis;
import dev.larder.testbed.Installed;
import dev.larder.testbed.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real file of Sage's timings, sent as eight test runs would: each has some files tested and
 * sends what it measured at its end.
 */
public record SageRuns() implements Row {
  private static final Path TIMINGS =
      Installed.SOURCE.resolve(
          "client/src/main/resources/dev/larder/client/demo/sage-timings.json");
  private static final int RUNS = 8;
  private static final int FILES = 12;

  @Override
  public String name() {
    return "sage";
  }

  @Override
  public String about() {
    return "Sage's timings, 8 test runs of 12 files each, runs recorded/s";
  }

  @Override
  public String against() {
    return "Redis HSET, appendfsync always";
  }

  @Override
  public Goal goal() {
    return Goal.NONE;
  }

  @Override
  public List<String> commands() {
    return List.of("redis-server");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    List<byte[]> merges = new ArrayList<>();
    List<List<String>> commands = new ArrayList<>();
    fill(merges, commands);
    Path folder = bench.folder("g");
    try (Larder larder = Larder.start(folder);
        Redis redis = Redis.start(folder);
        Contest contest = new Contest(bench)) {
      contest.with(
          larder.name(), larder, Generator.connect(larder.socket(), RUNS, Http.sending(merges)));
      contest.with(
          redis.name(), redis, Generator.connect(redis.socket(), RUNS, Resp.sending(commands)));
      return Result.ratio(contest.play());
    }
  }

  private static void fill(List<byte[]> merges, List<List<String>> commands) throws IOException {
    JsonMapper mapper = JsonMapper.shared();
    List<Map.Entry<String, JsonNode>> entries =
        new ArrayList<>(mapper.readTree(TIMINGS.toFile()).properties());
    for (int from = 0; from < entries.size(); from += FILES) {
      var run = mapper.createObjectNode();
      List<String> fields = new ArrayList<>();
      for (var entry : entries.subList(from, Math.min(entries.size(), from + FILES))) {
        run.set(entry.getKey(), entry.getValue());
        fields.addAll(List.of(entry.getKey(), entry.getValue().toString()));
      }
      merges.add(Request.merge("timings", run.toString()).bytes());
      commands.add(Merging.hset(fields));
    }
  }
}
