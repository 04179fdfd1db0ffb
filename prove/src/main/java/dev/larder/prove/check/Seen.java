package dev.larder.prove.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.TreeMap;

/**
 * A pair of (operations in order so far, state), as the first 128 bits of its SHA-256. Millions of
 * them are kept, whose states would not fit the memory; that two of so few meet in one digest is
 * not to be expected (one in 10^26).
 */
record Seen(long high, long low) {
  static Seen of(BitSet ordered, DocumentState state) {
    var text = new StringBuilder();
    text.append(ordered).append(state.version()).append(state.exists()).append(state.rules());
    new TreeMap<>(state.entries())
        .forEach((name, value) -> text.append('\n').append(name).append(' ').append(value));
    new TreeMap<>(state.done())
        .forEach(
            (key, made) ->
                text.append('\n').append(key).append(' ').append(made).append(made.entries()));
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest(text.toString().getBytes(UTF_8)));
      return new Seen(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
