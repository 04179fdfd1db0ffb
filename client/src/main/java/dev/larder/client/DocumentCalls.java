package dev.larder.client;

import dev.larder.client.http.Deadline;
import dev.larder.client.http.Request;
import dev.larder.client.http.Response;
import dev.larder.protocol.Ack;
import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.IdempotencyKey;
import dev.larder.protocol.Limits;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WriteAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The requests on one stats document. See {@link Larder} for what they promise. */
final class DocumentCalls {
  private static final int NOT_MODIFIED = 304;
  private static final int COPY_BYTES = 64 * 1024;

  private final Calls calls;
  private final DocName doc;

  DocumentCalls(Calls calls, DocName doc) {
    this.calls = calls;
    this.doc = doc;
  }

  WriteAnswer merge(byte[] entries, WriteOptions options) {
    Request request = write("POST", Paths.merge(doc), options);
    return calls.message(request.withBody(MediaTypes.JSON, entries), WriteAnswer.class);
  }

  WriteAnswer patch(byte[] mergePatch, WriteOptions options) {
    Request request =
        write("PATCH", Paths.document(doc), options).withBody(MediaTypes.MERGE_PATCH, mergePatch);
    return calls.message(request, WriteAnswer.class);
  }

  WriteAnswer put(byte[] json, WriteOptions options) {
    Request request = write("PUT", Paths.document(doc), options).withBody(MediaTypes.JSON, json);
    return calls.message(request, WriteAnswer.class);
  }

  WriteAnswer delete(WriteOptions options) {
    return calls.message(write("DELETE", Paths.document(doc), options), WriteAnswer.class);
  }

  StatsDocument get() {
    return calls.call(Request.get(Paths.document(doc)), DocumentCalls::document);
  }

  byte[] get(String pointer) {
    // URLEncoder writes forms, where a space is a plus; in a query of a URI it is %20.
    String encoded = URLEncoder.encode(pointer, StandardCharsets.UTF_8).replace("+", "%20");
    Request request = Request.get(Paths.document(doc) + "?pointer=" + encoded);
    return calls.call(request, response -> response.body().readAllBytes());
  }

  Optional<StatsDocument> getIfNewer(long version) {
    Request request = Request.get(Paths.document(doc)).withHeader("If-None-Match", etag(version));
    return calls.call(
        request,
        response ->
            response.status() == NOT_MODIFIED ? Optional.empty() : Optional.of(document(response)));
  }

  /** Waits in pieces that the daemon allows. */
  Optional<StatsDocument> getIfNewer(long version, Deadline until) {
    while (true) {
      long waitMs = Math.min(until.remainingMs(), Limits.WAIT_MS);
      Optional<StatsDocument> newer = waitForNewer(version, waitMs);
      if (newer.isPresent() || until.passed()) {
        return newer;
      }
    }
  }

  private Optional<StatsDocument> waitForNewer(long version, long waitMs) {
    String query = "?after=" + version + "&wait=" + waitMs + "ms";
    try {
      return calls.callWaiting(
          Request.get(Paths.document(doc) + query),
          waitMs,
          response ->
              response.status() == NOT_MODIFIED
                  ? Optional.empty()
                  : Optional.of(document(response)));
    } catch (LarderException.Refused e) {
      if (version == 0 && e.is(ProblemKind.NOT_FOUND)) {
        return Optional.empty(); // it is not there yet
      }
      throw e;
    }
  }

  long copyTo(OutputStream target) {
    return calls.call(Request.get(Paths.document(doc)), response -> copy(response, target));
  }

  DocumentSettings settings() {
    return calls.message(Request.get(Paths.settings(doc)), DocumentSettings.class);
  }

  WriteAnswer settings(DocumentSettings settings, WriteOptions options) {
    Request request =
        write("PUT", Paths.settings(doc), options)
            .withBody(MediaTypes.JSON, Messages.write(settings));
    return calls.message(request, WriteAnswer.class);
  }

  private static Request write(String method, String path, WriteOptions options) {
    Request request = Request.once(method, path + query(options.ack()), key(options));
    Long ifVersion = options.ifVersion();
    if (ifVersion != null) {
      request = request.withHeader("If-Match", etag(ifVersion));
    }
    return options.ifAbsent() ? request.withHeader("If-None-Match", "*") : request;
  }

  /**
   * The caller's key, or a new one.
   *
   * @throws LarderException.Refused if it is no key: the daemon would say so in the same words
   */
  static IdempotencyKey key(WriteOptions options) {
    String key = options.idempotencyKey();
    if (key == null) {
      return RandomKey.make();
    }
    try {
      return new IdempotencyKey(key);
    } catch (RefusedException e) {
      throw new LarderException.Refused(ProblemDetails.of(e.problem()));
    }
  }

  private static String query(Ack ack) {
    return "?ack=" + ack.word();
  }

  private static String etag(long version) {
    return "\"" + version + "\"";
  }

  private static StatsDocument document(Response response) throws IOException {
    return new StatsDocument(version(response), response.body().readAllBytes());
  }

  private static long version(Response response) {
    String etag = response.header("ETag");
    try {
      return Long.parseLong(etag == null ? "" : etag.replace("\"", ""));
    } catch (NumberFormatException e) {
      throw new LarderException.WrongProtocol(
          "The daemon sent a document without a version: its ETag is " + etag + ".", e);
    }
  }

  private static long copy(Response response, OutputStream target) throws IOException {
    long version = version(response);
    InputStream body = response.body();
    byte[] buffer = new byte[COPY_BYTES];
    int count = body.read(buffer);
    while (count >= 0) {
      write(target, buffer, count);
      count = readOn(body, buffer);
    }
    return version;
  }

  private static void write(OutputStream target, byte[] buffer, int count) {
    try {
      target.write(buffer, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException("The copy could not be written: " + e.getMessage(), e);
    }
  }

  /** Once something is written, a broken connection must not lead to a second copy behind it. */
  private static int readOn(InputStream body, byte[] buffer) throws IOException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      if (Calls.isLoss(e)) {
        throw new LarderException.ConnectionLost(
            "The connection broke in the middle of the document (" + e.getMessage() + ").", e);
      }
      throw e;
    }
  }
}
