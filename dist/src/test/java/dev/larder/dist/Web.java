package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** An answer over HTTP on a loopback port. */
record Web(int status, String body) {
  private static final int TIMEOUT_MS = 60_000;

  /** Asks for a page. */
  static Web get(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Web(status, body == null ? "" : new String(body.readAllBytes(), UTF_8));
    } finally {
      connection.disconnect();
    }
  }
}
