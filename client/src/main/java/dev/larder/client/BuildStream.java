package dev.larder.client;

import dev.larder.client.http.Deadline;
import dev.larder.client.http.Patience;
import dev.larder.client.http.Request;
import dev.larder.client.http.Response;
import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.WorkspaceId;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a build request, event by event. While it is open it is the lease, or the pin. One
 * thread reads; any thread may close it.
 */
final class BuildStream implements Closeable {
  /** Far longer than any event: only nonsense has no end of line by then. */
  private static final int MAX_LINE_BYTES = 1024 * 1024;

  private final Calls calls;
  private final Response response;

  private BuildStream(Calls calls, Response response) {
    this.calls = calls;
    this.response = response;
  }

  /** Sends a build request. It may be repeated: what an unread answer granted ends with it. */
  static BuildStream open(
      Calls calls, WorkspaceId id, BuildOptions options, @Nullable String resume, Deadline deadline)
      throws IOException {
    Long deadlineMs =
        options.deadlineMs() == BuildOptions.NO_LIMIT ? null : Long.valueOf(options.deadlineMs());
    var asked = new BuildRequest(options.builder(), resume, deadlineMs, true);
    boolean takesStale = options.takesStale() && resume == null;
    Request request =
        Request.change("POST", Paths.build(id) + (takesStale ? "?stale=allow" : ""))
            .withBody(MediaTypes.JSON, Messages.write(asked))
            .asRepeatable();
    if (options.within() != null) {
      request = request.withHeader(Paths.LEASE_HEADER, options.within());
    }
    return new BuildStream(calls, calls.stream(request, deadline, Patience.until(deadline)));
  }

  /**
   * The next event.
   *
   * @throws EOFException if the daemon ended the stream
   * @throws java.net.SocketTimeoutException if none came in time
   */
  BuildEvent next(Patience patience) throws IOException {
    response.waitFor(patience);
    InputStream body = response.body();
    var line = new ByteArrayOutputStream(256);
    while (line.size() < MAX_LINE_BYTES) {
      int next = body.read();
      if (next < 0) {
        throw new EOFException("The build stream ended");
      } else if (next != '\n') {
        line.write(next);
      } else if (line.size() > 0) {
        return calls.message(line.toByteArray(), BuildEvent.class);
      }
    }
    throw new LarderException.WrongProtocol(
        "The daemon sent an event of over " + MAX_LINE_BYTES + " bytes.", null);
  }

  @Override
  public void close() throws IOException {
    response.close();
  }
}
