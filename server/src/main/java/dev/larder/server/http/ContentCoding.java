package dev.larder.server.http;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How a content is packed on its way (RFC 9110, section 8.4.1). Each coding is a representation of
 * its own, and so has an ETag of its own (section 8.8.3.3).
 */
enum ContentCoding {
  /** Faster than gzip, and tighter: RFC 8878. */
  ZSTD("zstd"),
  GZIP("gzip"),
  IDENTITY("");

  /** The name on the wire; empty for none. */
  final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  /** The coding that a request accepts and the daemon likes best. */
  static ContentCoding accepted(HttpHeaders asked) {
    double zstd = weight(asked, ZSTD.token);
    double gzip = weight(asked, GZIP.token);
    if (zstd <= 0 && gzip <= 0) {
      return IDENTITY;
    }
    return zstd >= gzip ? ZSTD : GZIP;
  }

  /** The weight of a coding in Accept-Encoding (section 12.5.3); 0 where it is not acceptable. */
  private static double weight(HttpHeaders asked, String token) {
    double any = 0;
    for (String list : asked.getAll(HttpHeaderNames.ACCEPT_ENCODING)) {
      for (String item : list.split(",", -1)) {
        String[] parts = item.split(";", -1);
        String name = parts[0].strip();
        if (name.equalsIgnoreCase(token) || name.equalsIgnoreCase("x-" + token)) {
          return quality(parts.length > 1 ? parts[1] : null);
        } else if (name.equals("*")) {
          any = quality(parts.length > 1 ? parts[1] : null);
        }
      }
    }
    return any;
  }

  private static double quality(@Nullable String parameter) {
    String text = parameter == null ? "" : parameter.strip();
    if (!text.startsWith("q=") && !text.startsWith("Q=")) {
      return 1;
    }
    try {
      return Double.parseDouble(text.substring(2).strip());
    } catch (NumberFormatException e) {
      return 0; // what nobody understands is not asked for
    }
  }

  /** The ETag of a content in this coding. */
  String etag(String digest) {
    return token.isEmpty() ? "\"" + digest + "\"" : "\"" + digest + "-" + token + "\"";
  }

  /** Packs what is written, fast rather than tight: a network of some speed should not wait. */
  OutputStream pack(OutputStream to) throws IOException {
    return switch (this) {
      case IDENTITY -> to;
      case GZIP -> new FastGzip(to);
      case ZSTD -> new ZstdOutputStream(to);
    };
  }

  private static final class FastGzip extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    FastGzip(OutputStream to) throws IOException {
      super(to, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
