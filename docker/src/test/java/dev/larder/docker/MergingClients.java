package dev.larder.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import dev.larder.protocol.Messages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients on this side of the wall that merge an entry of its own each time, without pause. */
final class MergingClients implements AutoCloseable {
  static final String DOC = "timings";

  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final List<Future<?>> running = new ArrayList<>();
  private final ExecutorService threads;
  private volatile boolean enough;

  private MergingClients(int clients) {
    threads = Executors.newFixedThreadPool(clients);
  }

  static MergingClients start(SharedFolder folder, int clients) {
    var started = new MergingClients(clients);
    for (int client = 0; client < clients; client++) {
      int number = client;
      started.running.add(started.threads.submit(() -> started.merge(folder, number)));
    }
    return started;
  }

  /** The entries of merges that were answered so far. */
  Set<String> answered() {
    return Set.copyOf(answered);
  }

  void awaitAnswers(int count) {
    Patience.until(count + " merges are answered")
        .until(
            () -> {
              for (Future<?> client : running) {
                if (client.isDone()) {
                  client.get(); // only by a failure
                }
              }
              return answered.size() >= count;
            });
  }

  /** Ends them; a client that failed by anything but a daemon that is away fails here. */
  void end() throws InterruptedException, ExecutionException {
    enough = true;
    for (Future<?> client : running) {
      client.get();
    }
  }

  private void merge(SharedFolder folder, int client) {
    try (Larder larder = folder.client()) {
      for (int merge = 0; !enough; merge++) {
        String name = client + "-" + merge;
        try {
          larder.merge(DOC, ("{\"" + name + "\": 1}").getBytes(UTF_8));
          answered.add(name);
        } catch (LarderException.ConnectionLost | LarderException.Unreachable e) {
          Thread.onSpinWait(); // Nobody knows whether it was done; the next one is another.
        } catch (LarderException.Refused e) {
          // A daemon that stops says so.
          if (e.status() != 503) {
            throw e;
          }
        }
      }
    }
  }

  /** The members of a JSON object. */
  static Set<String> names(String json) {
    var names = new LinkedHashSet<String>();
    for (Object name : Messages.readAnswer(json.getBytes(UTF_8), Map.class).keySet()) {
      names.add((String) name);
    }
    return names;
  }

  @Override
  public void close() {
    enough = true;
    threads.shutdownNow();
  }
}
