package dev.larder.server.http;

import dev.larder.protocol.RefusedException;
import dev.larder.prove.fuzz.Contradiction;
import dev.larder.prove.fuzz.Target;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Packed bytes. As a body: unpacked, bounded, as the JDK does, or refused, and its memory given
 * back. As a content: packed, and the same again when it was unpacked.
 */
public final class PackedTarget implements Target {
  private static final long MOST_BYTES = 100_000;
  private static final long BUDGET_BYTES = 1 << 20;

  @Override
  public String name() {
    return "packed";
  }

  @Override
  public void feed(byte[] input) throws IOException {
    unpack(input);
    try (InputStream packed = packed(input, ContentCoding.GZIP);
        InputStream plain = new GZIPInputStream(packed)) {
      Contradiction.unlessSame("gzip", input, plain.readAllBytes());
    }
    try (InputStream packed = packed(input, ContentCoding.ZSTD);
        InputStream plain = new ZstdInputStream(packed)) {
      Contradiction.unlessSame("zstd", input, plain.readAllBytes());
    }
  }

  private static InputStream packed(byte[] plain, ContentCoding coding) throws IOException {
    return new PackedInput(new ByteArrayInputStream(plain), coding);
  }

  private static void unpack(byte[] input) {
    BodyBudget budget = new BodyBudget(BUDGET_BYTES);
    Body body = new Body(MOST_BYTES, budget);
    try {
      byte[] plain = Gzip.unpack(input, body).whole();
      try (InputStream jdk = new GZIPInputStream(new ByteArrayInputStream(input))) {
        Contradiction.unlessSame("unpacked", jdk.readAllBytes(), plain);
      } catch (IOException e) {
        throw new Contradiction("the JDK does not unpack it: " + e);
      }
      body.release();
    } catch (RefusedException e) {
      Contradiction.unlessSame("a reason", false, e.problem().detail().isBlank());
    }
    Contradiction.unlessSame("bytes that are held for nobody", 0L, budget.taken());
  }
}
