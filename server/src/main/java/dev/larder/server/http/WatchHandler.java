package dev.larder.server.http;

import dev.larder.protocol.DocName;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.WorkspaceName;
import dev.larder.server.engine.Engine;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/stats/{doc}/events} and {@code GET /v1/workspaces/{name}/events}: server-sent
 * events, until the client leaves or the daemon stops.
 */
final class WatchHandler {
  /** The id of an event that cannot be one of ours: who sends it is told to reload. */
  private static final long UNKNOWN = -1;

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

  private final Engine engine;
  private final String run;

  /**
   * @param run names the daemon's life; of digits and letters
   */
  WatchHandler(Engine engine, String run) {
    this.engine = engine;
    this.run = run;
  }

  void document(Exchange exchange) {
    DocName doc = DocName.parse(exchange.segment(2));
    boolean values = exchange.head().flag("values");
    watch(
        exchange,
        new DocumentTopic(engine, doc, values),
        id -> VERSION.matcher(id).matches() ? Long.valueOf(id) : null);
  }

  void workspace(Exchange exchange) {
    WorkspaceTopic topic =
        new WorkspaceTopic(engine, WorkspaceName.parse(exchange.segment(2)), run);
    watch(exchange, topic, topic::number);
  }

  private static <E> void watch(
      Exchange exchange, Topic<E> topic, Function<String, @Nullable Long> toNumber) {
    Long after = lastEvent(exchange).map(id -> known(toNumber.apply(id))).orElse(null);
    if (exchange.isHead()) {
      exchange.answer(new Answer.HeadOnly(MediaTypes.EVENTS, -1, headers -> {}));
      return;
    }
    Hubs hubs = exchange.service().hubs();
    Hubs.Place place = hubs.take();
    Hub<E> hub = hubs.at(exchange.loop(), topic);
    Hub.Watcher watcher = new Hub.Watcher(exchange);
    exchange.whenCut(
        () -> {
          place.leave();
          hub.leave(watcher);
        });
    var unused =
        hub.opened()
            .whenComplete(
                (open, failure) -> {
                  if (failure != null) {
                    place.leave();
                    exchange.refuse(failure);
                  } else {
                    hub.join(watcher, after);
                  }
                });
  }

  private static Long known(@Nullable Long number) {
    return number == null ? UNKNOWN : number;
  }

  /** A browser sends the header when it comes again; at first one has only the parameter. */
  private static Optional<String> lastEvent(Exchange exchange) {
    String header = exchange.head().headers().get("Last-Event-ID");
    return header == null || header.isEmpty()
        ? exchange.head().parameter("after")
        : Optional.of(header);
  }
}
