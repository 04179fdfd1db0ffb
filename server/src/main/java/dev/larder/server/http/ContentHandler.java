package dev.larder.server.http;

import dev.larder.archive.FolderStream;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.ReadyContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} and {@code HEAD /v1/workspaces/{name}/{key}/content}: a file's bytes, also a range of
 * them, or a folder as tar; packed if that is accepted. The ETag is the result's digest, and the
 * result is pinned until the answer has ended. What is sent whole is held against its digest: a
 * file as it goes, a folder before. A range is not: only the whole has a digest.
 */
final class ContentHandler implements Handler {
  private static final int PERMISSION_BITS = 0777;

  private final Engine engine;

  ContentHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    WorkspaceId id = WorkspaceHandler.id(exchange);
    var unused =
        engine
            .builds()
            .content(id)
            .whenComplete(
                (content, failure) -> {
                  if (failure != null) {
                    exchange.refuse(failure);
                  } else {
                    exchange.loop().execute(() -> begin(exchange, id, content));
                  }
                });
  }

  private static void begin(Exchange exchange, WorkspaceId id, ReadyContent content) {
    // From here on it ends with the answer, or with the connection.
    exchange.whenCut(content::release);
    if (content.folder() && !exchange.isHead() && !isKnown(exchange, content)) {
      exchange.work(
          () -> checked(id, content), checked -> exchange.answer(answer(exchange, checked)));
    } else {
      try {
        exchange.answer(answer(exchange, content));
      } catch (RefusedException e) {
        exchange.refuse(e);
      }
    }
  }

  /** A worker reads a folder twice: its digest is that of a listing, which tar is not. */
  private static ReadyContent checked(WorkspaceId id, ReadyContent content) throws IOException {
    boolean whole = false;
    try {
      whole = content.isWhole();
    } finally {
      if (!whole) {
        content.release();
      }
    }
    if (!whole) {
      content.damaged();
      throw new RefusedException(
          new Problem.NotFound(
              "result", id + " (it was damaged)", "A build request lets you build it again."));
    }
    return content;
  }

  private static Answer answer(Exchange exchange, ReadyContent content) {
    HttpHeaders asked = exchange.head().headers();
    @Nullable ByteRange range = range(exchange, content);
    ContentCoding coding =
        range == null && exchange.speaksChunks()
            ? ContentCoding.accepted(asked)
            : ContentCoding.IDENTITY;
    Consumer<HttpHeaders> headers = headers(content, coding);
    String type = content.folder() ? MediaTypes.TAR : MediaTypes.BYTES;
    boolean known = coding == ContentCoding.IDENTITY && !content.folder();
    if (isKnown(exchange, content)) {
      content.release();
      return Answer.empty(HttpResponseStatus.NOT_MODIFIED, headers);
    } else if (exchange.isHead()) {
      content.release();
      return new Answer.HeadOnly(type, known ? content.bytes() : -1, headers);
    } else if (range != null) {
      return part(exchange, content, range, headers);
    }
    return new Download(
        exchange,
        HttpResponseStatus.OK,
        type,
        known ? content.bytes() : -1,
        headers,
        () -> packed(open(content), coding),
        content);
  }

  /** What is asked for of a file; null for all of it. */
  private static @Nullable ByteRange range(Exchange exchange, ReadyContent content) {
    HttpHeaders asked = exchange.head().headers();
    if (content.folder() || exchange.isHead() || isOutdated(asked, content)) {
      return null;
    }
    try {
      return ByteRange.of(asked, content.bytes());
    } catch (RefusedException e) {
      content.release();
      throw e;
    }
  }

  private static Download part(
      Exchange exchange, ReadyContent content, ByteRange range, Consumer<HttpHeaders> headers) {
    return new Download(
        exchange,
        HttpResponseStatus.PARTIAL_CONTENT,
        MediaTypes.BYTES,
        range.length(),
        headers.andThen(more -> tellRange(more, range, content.bytes())),
        () -> {
          FileChannel channel = FileChannel.open(content.path(), StandardOpenOption.READ);
          return Channels.newInputStream(channel.position(range.first()));
        },
        content);
  }

  private static InputStream open(ReadyContent content) throws IOException {
    return content.folder()
        ? new FolderStream(content.path())
        : new CheckedInput(
            Channels.newInputStream(FileChannel.open(content.path(), StandardOpenOption.READ)),
            content);
  }

  private static InputStream packed(InputStream plain, ContentCoding coding) throws IOException {
    return coding == ContentCoding.IDENTITY ? plain : new PackedInput(plain, coding);
  }

  private static Consumer<HttpHeaders> headers(ReadyContent content, ContentCoding coding) {
    return headers -> {
      headers.set(HttpHeaderNames.ETAG, coding.etag(content.digest()));
      headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
      if (coding != ContentCoding.IDENTITY) {
        headers.set(HttpHeaderNames.CONTENT_ENCODING, coding.token);
      }
      if (!content.folder()) {
        headers.set(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES);
        tellMode(headers, content);
      }
    };
  }

  private static void tellRange(HttpHeaders headers, ByteRange range, long length) {
    headers.set(
        HttpHeaderNames.CONTENT_RANGE,
        "bytes " + range.first() + "-" + range.last() + "/" + length);
  }

  private static void tellMode(HttpHeaders headers, ReadyContent content) {
    try {
      int mode = (Integer) Files.getAttribute(content.path(), "unix:mode") & PERMISSION_BITS;
      headers.set(Paths.MODE_HEADER, "0" + Integer.toOctalString(mode));
    } catch (IOException e) {
      headers.remove(Paths.MODE_HEADER); // it went away; the download says so
    }
  }

  private static boolean isKnown(Exchange exchange, ReadyContent content) {
    return Preconditions.isKnown(exchange.head().headers(), tag -> isOneOf(tag, content));
  }

  private static boolean isOneOf(String tag, ReadyContent content) {
    return Arrays.stream(ContentCoding.values())
        .anyMatch(coding -> coding.etag(content.digest()).equals(tag));
  }

  /** If-Range (RFC 9110, section 13.1.5): of another content, a part is of no use. */
  private static boolean isOutdated(HttpHeaders asked, ReadyContent content) {
    @Nullable String wanted = asked.get(HttpHeaderNames.IF_RANGE);
    return wanted != null && !wanted.strip().equals("\"" + content.digest() + "\"");
  }
}
