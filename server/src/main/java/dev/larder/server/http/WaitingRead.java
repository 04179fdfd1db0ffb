package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.DocumentView;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A read that waits for a newer version, some time: it reads, and again whenever something
 * happened, until the answer is new or the time is over.
 */
final class WaitingRead implements Hub.Listener { // event loop only
  private final Exchange exchange;
  private final Hub<?> hub;
  private final Hubs.Place place;
  private final Reading reading;
  private @Nullable ScheduledFuture<?> timeout;
  private boolean isReading;
  private boolean newsSinceRead;
  private boolean over;
  private boolean done;

  /** What is read, and when it is worth an answer. */
  interface Reading {
    CompletionStage<DocumentView> read();

    /** Whether that is what the client waits for. */
    boolean isNew(DocumentView view);

    /** Whether the client waits for a document that is not there yet. */
    boolean waitsForFirst();

    Answer answer(DocumentView view);
  }

  private WaitingRead(Exchange exchange, Hub<?> hub, Hubs.Place place, Reading reading) {
    this.exchange = exchange;
    this.hub = hub;
    this.place = place;
    this.reading = reading;
  }

  /** Answers the exchange when there is something new, or {@code waitMs} later. */
  static void begin(Exchange exchange, Topic<?> topic, long waitMs, Reading reading) {
    Hubs hubs = exchange.service().hubs();
    Hubs.Place place = hubs.take();
    Hub<?> hub = hubs.at(exchange.loop(), topic);
    WaitingRead waiting = new WaitingRead(exchange, hub, place, reading);
    exchange.whenCut(waiting::finish);
    var unused =
        hub.opened()
            .whenComplete(
                (open, failure) -> {
                  if (failure != null) {
                    waiting.finish();
                    exchange.refuse(failure);
                  } else if (!waiting.done) {
                    waiting.begin(waitMs);
                  }
                });
  }

  private void begin(long waitMs) {
    exchange.waits();
    hub.listen(this);
    timeout =
        exchange
            .loop()
            .schedule(
                () -> {
                  over = true;
                  read();
                },
                waitMs,
                TimeUnit.MILLISECONDS);
    read();
  }

  private void read() {
    if (isReading) {
      newsSinceRead = true;
      return;
    }
    isReading = true;
    newsSinceRead = false;
    var unused =
        reading
            .read()
            .whenComplete((view, failure) -> exchange.loop().execute(() -> isRead(view, failure)));
  }

  private void isRead(@Nullable DocumentView view, @Nullable Throwable failure) {
    isReading = false;
    if (done) {
      return;
    }
    boolean waitsOn =
        view == null
            ? reading.waitsForFirst() && Exchange.isRefusal(failure, ProblemKind.NOT_FOUND)
            : !reading.isNew(view);
    if (waitsOn && newsSinceRead) {
      read();
    } else if (!waitsOn || over) {
      finish();
      answer(view, failure);
    }
  }

  private void answer(@Nullable DocumentView view, @Nullable Throwable failure) {
    if (view == null) {
      exchange.refuse(failure == null ? new IllegalStateException("no view") : failure);
      return;
    }
    try {
      exchange.answer(reading.answer(view));
    } catch (RefusedException e) {
      exchange.refuse(e.problem());
    }
  }

  @Override
  public void news() {
    read();
  }

  @Override
  public void stopping() {
    finish();
    exchange.refuse(new Problem.Stopping());
  }

  private void finish() {
    if (!done) {
      done = true;
      place.leave();
      hub.leave(this);
      if (timeout != null) {
        timeout.cancel(false);
      }
    }
  }
}
