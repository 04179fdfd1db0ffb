package dev.larder.client;

import dev.larder.client.http.Deadline;
import dev.larder.client.http.Patience;
import dev.larder.client.http.Request;
import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.Pin;
import dev.larder.protocol.PinName;
import dev.larder.protocol.PinRequest;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The requests that keep a result from being evicted. See {@link Larder} for what they promise. */
final class PinCalls {
  private final Calls calls;
  private final long timeoutMs;
  private final WorkspaceId id;

  PinCalls(Calls calls, long timeoutMs, WorkspaceId id) {
    this.calls = calls;
    this.timeoutMs = timeoutMs;
    this.id = id;
  }

  Pin pin(PinName pin, @Nullable Duration lasts) {
    // Rounded up: a pin must not end before its time.
    Long seconds = lasts == null ? null : Math.max(1, lasts.plusMillis(999).toSeconds());
    Request request =
        Request.change("PUT", Paths.pin(id, pin))
            .withBody(MediaTypes.JSON, Messages.write(new PinRequest(seconds)))
            .asRepeatable();
    return calls.message(request, Pin.class);
  }

  void unpin(PinName pin) {
    calls.call(
        Request.change("DELETE", Paths.pin(id, pin)), response -> response.body().readAllBytes());
  }

  BuildResult hold() {
    WorkspaceResult found = calls.message(Request.get(Paths.result(id)), WorkspaceResult.class);
    if (found.state() != WorkspaceResult.State.READY) {
      throw notReady();
    }
    try {
      return ready().orElseThrow(this::notReady);
    } catch (IOException e) {
      throw calls.told(e);
    }
  }

  /** Empty if the result went between the two requests: the lease is given back with the stream. */
  private Optional<BuildResult> ready() throws IOException {
    Deadline deadline = Deadline.afterMs(timeoutMs);
    BuildStream stream = BuildStream.open(calls, id, BuildOptions.defaults(), null, deadline);
    boolean kept = false;
    try {
      if (stream.next(Patience.until(deadline)) instanceof BuildEvent.Ready ready) {
        BuildResult result =
            new BuildResult(
                Build.seen(ready.path()),
                ready.digest(),
                ready.bytes(),
                true,
                false,
                false,
                stream);
        kept = true;
        return Optional.of(result);
      }
      return Optional.empty();
    } finally {
      if (!kept) {
        stream.close();
      }
    }
  }

  private LarderException.Refused notReady() {
    return new LarderException.Refused(
        ProblemDetails.of(
            new Problem.NotFound(
                "result", id.toString(), "Only a ready result can be held; build it first.")));
  }
}
