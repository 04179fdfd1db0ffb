package dev.larder.server.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.TokenGrant;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tokens that are good now: one state of the tokens file. Immutable; any thread. */
public final class Tokens {
  /** RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1). */
  private static final String BEARER = "bearer ";

  /** Each request looks at every token: at this many, that still takes under a millisecond. */
  private static final int MOST = 10_000;

  private final List<Token> tokens;

  /**
   * @param sha256 the digest's 32 bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // compared in constant time
  private record Token(TokenGrant grant, byte[] sha256) {
    static Token of(TokenGrant grant) {
      return new Token(grant, HexFormat.of().parseHex(grant.sha256()));
    }
  }

  private Tokens(List<Token> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /**
   * Reads a tokens file.
   *
   * @throws IOException which names the file, and the line if one is malformed
   */
  public static Tokens read(Path file) throws IOException {
    return parse(file.toString(), SmallFile.read("--tokens", file));
  }

  /**
   * Reads the text of a tokens file.
   *
   * @param file for messages
   * @throws IOException which names the file and the line
   */
  public static Tokens parse(String file, byte[] text) throws IOException {
    List<Token> tokens = new ArrayList<>();
    int number = 0;
    for (String line : new String(text, UTF_8).split("\n", -1)) {
      number++;
      int comment = line.indexOf('#');
      String meaning = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (meaning.isEmpty()) {
        continue;
      }
      try {
        add(tokens, Token.of(TokenGrant.parse(meaning)));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
      }
    }
    return new Tokens(tokens);
  }

  private static void add(List<Token> tokens, Token token) {
    if (tokens.size() == MOST) {
      throw new IllegalArgumentException("there are " + MOST + " tokens already");
    }
    if (tokens.stream().anyMatch(known -> MessageDigest.isEqual(known.sha256(), token.sha256()))) {
      throw new IllegalArgumentException("that token stands in the file already");
    }
    tokens.add(token);
  }

  /**
   * Who bears the token of a request.
   *
   * @param authorizations the values of the Authorization header
   * @throws RefusedException with {@link Problem.Unauthorized}
   */
  public Peer bearer(List<String> authorizations) {
    String sent = authorizations.size() == 1 ? authorizations.get(0) : "";
    if (!sent.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw new RefusedException(new Problem.Unauthorized(!authorizations.isEmpty()));
    }
    Token found = find(sent.substring(BEARER.length()).strip());
    if (found == null) {
      throw new RefusedException(new Problem.Unauthorized(true));
    }
    return Peer.of(found.grant());
  }

  /** Looks at every token, wherever the right one stands, and at all bytes of each. */
  private @Nullable Token find(String secret) {
    byte[] sha256 = Digests.sha256(secret.getBytes(ISO_8859_1));
    Token found = null;
    for (Token token : tokens) {
      if (MessageDigest.isEqual(token.sha256(), sha256)) {
        found = token;
      }
    }
    return found;
  }

  public int size() {
    return tokens.size();
  }
}
