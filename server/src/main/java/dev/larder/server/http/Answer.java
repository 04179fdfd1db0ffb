package dev.larder.server.http;

import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import dev.larder.server.stats.Rendering;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One answer, ready to be written once the answers before it are. */
sealed interface Answer
    permits Answer.Full,
        Answer.Refusal,
        Answer.HeadOnly,
        Answer.Rendered,
        Lines,
        EventStream,
        Download {
  /** How long a client that is told to come again should wait, in seconds. */
  int RETRY_AFTER_S = 1;

  /** Problems that pass by themselves, soon. */
  Set<ProblemKind> COME_AND_GO =
      EnumSet.of(ProblemKind.OVERLOADED, ProblemKind.STOPPING, ProblemKind.TOO_MANY);

  /**
   * Writes what can be written now, without a flush.
   *
   * @param version the client's: one of HTTP/1.0 gets no chunks, and nothing compressed
   */
  void writeTo(Channel channel, HttpVersion version, boolean close);

  /** Whether it tells that something was done; a stream's lines tell that themselves. */
  default boolean saysDone() {
    return false;
  }

  /** The status of HTTP that it bears. */
  default int statusCode() {
    return HttpResponseStatus.OK.code();
  }

  /** Whether nothing is left to be written. */
  default boolean isWhole() {
    return true;
  }

  /** JSON of one of the contract's messages. */
  static Answer message(HttpResponseStatus status, Object message) {
    return new Full(status, MediaTypes.JSON, Messages.write(message), headers -> {});
  }

  /** An answer whose status and headers say all: 204 (No Content), 304 (Not Modified). */
  static Answer empty(HttpResponseStatus status, Consumer<HttpHeaders> moreHeaders) {
    return new Full(status, null, new byte[0], moreHeaders);
  }

  /** What was asked for is done. */
  static Answer done() {
    return empty(HttpResponseStatus.NO_CONTENT, headers -> {});
  }

  /** A problem of the catalogue, with the headers that belong to it. */
  static Answer problem(Problem problem) {
    return problem(problem.kind(), ProblemDetails.of(problem), headers -> addOf(problem, headers));
  }

  /** A problem that is in words already. */
  static Answer problem(ProblemDetails details) {
    ProblemKind kind =
        EnumSet.allOf(ProblemKind.class).stream()
            .filter(details::is)
            .findFirst()
            .orElseThrow(() -> new AssertionError("not of the catalogue: " + details.type()));
    return problem(kind, details, headers -> {});
  }

  private static void addOf(Problem problem, HttpHeaders headers) {
    if (problem instanceof Problem.MethodNotAllowed notAllowed) {
      headers.set(HttpHeaderNames.ALLOW, String.join(", ", notAllowed.allowed()));
    } else if (problem instanceof Problem.Unauthorized unauthorized) {
      // RFC 6750, section 3: no error code where no token was sent.
      String error = unauthorized.sent() ? ", error=\"invalid_token\"" : "";
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"larder\"" + error);
    } else if (problem instanceof Problem.RangeNotSatisfiable range) {
      headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + range.length());
    }
  }

  private static Answer problem(
      ProblemKind kind, ProblemDetails details, Consumer<HttpHeaders> more) {
    return new Refusal(
        kind,
        new Full(
            HttpResponseStatus.valueOf(details.status()),
            MediaTypes.PROBLEM,
            Messages.write(details),
            headers -> {
              more.accept(headers);
              if (COME_AND_GO.contains(kind)) {
                headers.setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_S);
              }
            }));
  }

  /** An answer whose body is at hand. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and written once
  record Full(
      HttpResponseStatus status,
      @Nullable String type,
      byte[] body,
      Consumer<HttpHeaders> moreHeaders)
      implements Answer {
    @Override
    public boolean saysDone() {
      return status.codeClass() == HttpStatusClass.SUCCESS;
    }

    @Override
    public int statusCode() {
      return status.code();
    }

    @Override
    public void writeTo(Channel channel, HttpVersion version, boolean close) {
      var response =
          new DefaultFullHttpResponse(
              version, status, Unpooled.wrappedBuffer(body), Headers.FACTORY, Headers.FACTORY);
      Headers.common(response, type, close);
      if (!status.equals(HttpResponseStatus.NOT_MODIFIED)) {
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
      }
      moreHeaders.accept(response.headers());
      Out.write(channel, response);
    }
  }

  /** A problem, and which it is. */
  record Refusal(ProblemKind kind, Full full) implements Answer {
    @Override
    public int statusCode() {
      return full.statusCode();
    }

    @Override
    public void writeTo(Channel channel, HttpVersion version, boolean close) {
      full.writeTo(channel, version, close);
    }
  }

  /** The head of an answer to HEAD: as that to GET, without its body. */
  record HeadOnly(@Nullable String type, long length, Consumer<HttpHeaders> moreHeaders)
      implements Answer {
    @Override
    public void writeTo(Channel channel, HttpVersion version, boolean close) {
      var response =
          new DefaultFullHttpResponse(version, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
      Headers.common(response, type, close);
      Headers.length(response, length);
      moreHeaders.accept(response.headers());
      Out.write(channel, response);
    }
  }

  /**
   * A document that is rendered piece by piece, as fast as the client reads.
   *
   * @param length its bytes, or -1 where they are not known before: it is sent in chunks then
   * @param reading ended when nothing more is read
   */
  record Rendered(
      Rendering rendering,
      long length,
      OldVersions.Reading reading,
      Consumer<HttpHeaders> moreHeaders)
      implements Answer {
    @Override
    public void writeTo(Channel channel, HttpVersion version, boolean close) {
      var response = new DefaultHttpResponse(version, HttpResponseStatus.OK);
      Headers.common(response, MediaTypes.JSON, close);
      Headers.length(response, length);
      moreHeaders.accept(response.headers());
      Out.write(channel, response);
      Out.write(channel, new HttpChunkedInput(new RenderingInput(rendering, length, reading::end)));
    }
  }

  /** The headers of every answer. */
  final class Headers {
    static final HttpHeadersFactory FACTORY =
        DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private Headers() {}

    static void common(HttpResponse response, @Nullable String type, boolean close) {
      HttpHeaders headers = response.headers();
      headers.set(HttpHeaderNames.DATE, HttpDate.now());
      headers.set(Paths.PROTOCOL_HEADER, Paths.PROTOCOL);
      if (type != null) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, type);
      }
      if (close) {
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }

    /** How the answer ends: by its length, or for -1 by chunks, or by the connection's end. */
    static void length(HttpResponse response, long length) {
      if (length >= 0) {
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
      } else if (response.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      }
    }
  }

  /** One line of a stream. */
  static ByteBuf line(Object message) {
    return Unpooled.wrappedBuffer(Messages.write(message), new byte[] {'\n'});
  }
}
