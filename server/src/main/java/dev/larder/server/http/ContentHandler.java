package dev.larder.server.http;

import dev.larder.archive.FolderStream;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Paths;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.ReadyContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} and {@code HEAD /v1/workspaces/{name}/{key}/content}: a file's bytes, also a range of
 * them, or a folder as tar. The ETag is the result's digest.
 */
final class ContentHandler implements Handler {
  private static final byte[] NOTHING = {};
  private static final int PERMISSION_BITS = 0777;

  private final Engine engine;

  ContentHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    WorkspaceId id = WorkspaceHandler.id(exchange);
    exchange.answerWith(
        engine.overview(overview -> overview.content(id)), found -> answer(exchange, found));
  }

  private static Answer answer(Exchange exchange, ReadyContent content) {
    HttpHeaders asked = exchange.head().headers();
    String etag = "\"" + content.digest() + "\"";
    Consumer<HttpHeaders> tagged = headers -> headers.set(HttpHeaderNames.ETAG, etag);
    if (isKnown(asked, etag)) {
      return new Answer.Full(HttpResponseStatus.NOT_MODIFIED, null, NOTHING, tagged);
    }
    if (content.folder()) {
      return exchange.isHead()
          ? new Answer.HeadOnly(MediaTypes.TAR, -1, tagged)
          : new Download(
              exchange,
              HttpResponseStatus.OK,
              MediaTypes.TAR,
              -1,
              tagged,
              () -> new FolderStream(content.path()));
    }
    return file(exchange, content, tagged.andThen(ContentHandler::acceptRanges));
  }

  private static void acceptRanges(HttpHeaders headers) {
    headers.set(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES);
  }

  private static Answer file(
      Exchange exchange, ReadyContent content, Consumer<HttpHeaders> tagged) {
    Consumer<HttpHeaders> more = tagged.andThen(headers -> tellMode(headers, content));
    if (exchange.isHead()) {
      return new Answer.HeadOnly(MediaTypes.BYTES, content.bytes(), more);
    }
    HttpHeaders asked = exchange.head().headers();
    ByteRange range = isOutdated(asked, content) ? null : ByteRange.of(asked, content.bytes());
    long from = range == null ? 0 : range.first();
    return new Download(
        exchange,
        range == null ? HttpResponseStatus.OK : HttpResponseStatus.PARTIAL_CONTENT,
        MediaTypes.BYTES,
        range == null ? content.bytes() : range.length(),
        range == null ? more : more.andThen(headers -> tellRange(headers, range, content.bytes())),
        () -> {
          FileChannel channel = FileChannel.open(content.path(), StandardOpenOption.READ);
          return Channels.newInputStream(channel.position(from));
        });
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

  /** If-None-Match (RFC 9110, section 13.1.2); a digest holds no comma. */
  static boolean isKnown(HttpHeaders asked, String etag) {
    return asked.getAll(HttpHeaderNames.IF_NONE_MATCH).stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }

  /** If-Range (RFC 9110, section 13.1.5): of another content, a part is of no use. */
  private static boolean isOutdated(HttpHeaders asked, ReadyContent content) {
    @Nullable String wanted = asked.get(HttpHeaderNames.IF_RANGE);
    return wanted != null && !wanted.strip().equals("\"" + content.digest() + "\"");
  }
}
