package dev.larder.prove.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.prove.hostile.Attack.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of broken messages: request lines, header fields and lengths. One thread.
 *
 * <p>What is refused and why: RFC 9112, sections 2.2 (line ends), 2.3 (version), 3 (request line),
 * 3.2 (targets, Host), 5.1 and 5.2 (spaces, folding), 6.1 to 6.3 (both lengths, codings, lengths
 * that are none); RFC 9110, section 5.5 (characters in values).
 */
final class Attacks {
  /** More than the longest request line, and than the longest header block. */
  private static final int TOO_LONG = 20_000;

  private final String host;
  private final String prefix;
  private final List<Attack> all = new ArrayList<>();

  private Attacks(String host, String prefix) {
    this.host = "Host: " + host + "\r\n";
    this.prefix = prefix;
  }

  /**
   * All of them.
   *
   * @param host what a request to that socket names as its host
   * @param prefix what the names of its documents begin with
   */
  static List<Attack> all(String host, String prefix) {
    var table = new Attacks(host, prefix);
    table.lengths();
    table.codings();
    table.lines();
    table.smallLetters();
    table.fields();
    table.targets();
    table.stalls();
    ChunkAttacks.addTo(table);
    return List.copyOf(table.all);
  }

  /** A merge into the witness: whatever follows a broken message, or lies in its body. */
  String hidden() {
    return "POST /v1/stats/"
        + witness()
        + "/merge HTTP/1.1\r\n"
        + host
        + "Content-Length: 7\r\n\r\n{\"a\":1}";
  }

  private String witness() {
    return prefix + "witness-" + all.size();
  }

  void add(Verdict verdict, String name, String text) {
    all.add(new Attack(name, text.getBytes(ISO_8859_1), witness(), verdict));
  }

  /** A merge with those header lines. */
  String merge(String... lines) {
    return "POST /v1/stats/"
        + prefix
        + "d/merge HTTP/1.1\r\n"
        + host
        + String.join("\r\n", lines)
        + "\r\n\r\n";
  }

  /** The header line that gives the hidden request's length. */
  private String hiddenLength() {
    return "Content-Length: " + hidden().length();
  }

  private void lengths() {
    String chunk = "0\r\n\r\n";
    String both = "Content-Length: " + (chunk + hidden()).length();
    String chunked = "Transfer-Encoding: chunked";
    add(Verdict.REFUSED, "both lengths", merge(both, chunked) + chunk + hidden());
    add(Verdict.REFUSED, "both lengths, chunks first", merge(chunked, both) + chunk + hidden());
    add(
        Verdict.REFUSED,
        "two different lengths",
        merge("Content-Length: 2", hiddenLength()) + hidden());
    add(
        Verdict.REFUSED,
        "a list of different lengths",
        merge("Content-Length: 2, " + hidden().length()) + "{}" + hidden());
    for (String none :
        List.of(
            "+2",
            "-2",
            "0x2",
            "2 2",
            "1e1",
            "2.0",
            "",
            "2;",
            "99999999999999999999",
            "\"2\"",
            "two",
            "2\u00a0")) {
      add(
          Verdict.REFUSED,
          "the length '" + none + "'",
          merge("Content-Length: " + none) + "{}" + hidden());
    }
    add(Verdict.FRAMED, "the same length twice", merge("Content-Length: 2, 2") + "{}");
    add(Verdict.FRAMED, "a length that is too short", merge("Content-Length: 2") + "{}}garbage");
    add(Verdict.FRAMED, "a length that hides a request", merge(hiddenLength()) + hidden());
    add(Verdict.REFUSED, "a length of 100 GB", merge("Content-Length: 100000000000") + hidden());
  }

  private void codings() {
    for (String coding :
        List.of(
            "identity",
            "xchunked",
            "chunked, identity",
            "gzip, chunked",
            "chunked, gzip",
            "chunked;q=1",
            "\"chunked\"",
            "chunke",
            "",
            "\u000bchunked",
            "chunked\u0000",
            "chunked, chunked")) {
      add(
          Verdict.REFUSED,
          "the coding '" + coding + "'",
          merge("Transfer-Encoding: " + coding) + hidden());
    }
    add(
        Verdict.REFUSED,
        "chunks twice",
        merge("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + hidden());
    add(
        Verdict.REFUSED,
        "a coding on a folded line",
        merge("Transfer-Encoding:", " chunked", hiddenLength()) + hidden());
    add(
        Verdict.FRAMED,
        "chunks of HTTP/1.0",
        merge("Transfer-Encoding: chunked").replace("HTTP/1.1", "HTTP/1.0")
            + "0\r\n\r\n"
            + hidden());
    add(
        Verdict.FRAMED,
        "a length hidden by a fold",
        merge("X-Fold: a", " Content-Length: 2", hiddenLength()) + hidden());
    add(
        Verdict.FRAMED,
        "a length hidden by a bare CR",
        merge("X-Bare: a\rContent-Length: 2", hiddenLength()) + hidden());
    add(
        Verdict.FRAMED,
        "line ends without CR",
        merge(hiddenLength()).replace("\r\n", "\n") + hidden());
  }

  private void lines() {
    for (String line :
        List.of(
            "GET /v1/stats",
            "GET",
            "",
            "GET  HTTP/1.1",
            "PRI * HTTP/2.0",
            "GET / HTTP/2.0",
            "GET / HTTP/11.1",
            "GET / HTTP/1.1.1",
            "GET / HTTP/1.",
            "GET / HTTP/1.1 x",
            "GET / HTTPS/1.1",
            "\u0000 / HTTP/1.1",
            "G\u0000T / HTTP/1.1",
            "GET / HTTP/1.1\u0000",
            "GET\t/healthz\tHTTP/1.1\u0001",
            "\u0016\u0003\u0001\u0002",
            "x".repeat(TOO_LONG) + " / HTTP/1.1",
            "GET /" + "x".repeat(TOO_LONG) + " HTTP/1.1")) {
      String shown = line.length() > 40 ? line.substring(0, 40) + "…" : line;
      add(
          line.isEmpty() ? Verdict.FRAMED : Verdict.REFUSED,
          "the line '" + shown + "'",
          line.isEmpty() ? "\r\n\r\n\r\n" : line + "\r\n" + host + "\r\n" + hidden());
    }
  }

  /** Taken as what it means: its framing is that of HTTP/1.1 and leaves nothing to hide in. */
  private void smallLetters() {
    add(Verdict.FRAMED, "a version in small letters", "GET / http/1.1\r\n" + host + "\r\n");
  }

  private void fields() {
    for (String field :
        List.of(
            "Transfer-Encoding : chunked",
            "Content-Length : 2",
            "Content-Length\t: 2",
            "no colon",
            ": no name",
            "a b: c",
            "a\u0000b: c",
            "a\u0001b: c",
            "\u00e9: c",
            "X\u007f: c",
            "a(b): c",
            "a\u000b: c")) {
      add(Verdict.REFUSED, "the field '" + field + "'", merge(field, hiddenLength()) + hidden());
    }
    for (String value :
        List.of("\u0000", "\u0001", "\u007f", "\u000b", "\u00ff\u00fe", "\u001b[2J")) {
      add(
          Verdict.FRAMED,
          "a value with the character " + (int) value.charAt(0),
          merge("X-Value: a" + value + "b", hiddenLength()) + hidden());
    }
    add(Verdict.REFUSED, "a long field", merge("X-Long: " + "x".repeat(TOO_LONG)) + hidden());
    add(
        Verdict.REFUSED,
        "thousands of fields",
        merge("X-Many: 1\r\n".repeat(5_000) + "X-Last: 1") + hidden());
    add(Verdict.REFUSED, "no host", merge(hiddenLength()).replace(host, "") + hidden());
    add(Verdict.REFUSED, "two hosts", merge(host.strip(), hiddenLength()) + hidden());
    add(Verdict.REFUSED, "a miracle", merge("Expect: a-miracle", hiddenLength()) + hidden());
    add(
        Verdict.REFUSED,
        "an unknown packing",
        merge("Content-Encoding: zstd", "Content-Length: 2") + "{}");
    add(
        Verdict.REFUSED,
        "packed twice",
        merge("Content-Encoding: gzip, gzip", "Content-Length: 2") + "{}");
    add(
        Verdict.REFUSED,
        "packed, but not",
        merge("Content-Encoding: gzip", "Content-Length: 2") + "{}");
  }

  private void targets() {
    for (String target :
        List.of(
            "*",
            "http://larder/v1/stats",
            "larder:80",
            "//",
            "v1/stats",
            "/v1/stats/%zz",
            "/v1/stats/%",
            "/v1/stats/%2",
            "/v1/stats/%00",
            "/v1/stats/%ff%fe",
            "/v1/stats/..%2f..%2fstate%2flock",
            "/v1/../state/lock",
            "/v1/stats/%2e%2e",
            "/v1/stats/a#b",
            "/v1/stats/\u00e9\u00ff",
            "/v1/stats/a b",
            "/v1/stats/\u0000",
            "/v1/stats?pointer=%00",
            "/v1/stats/" + prefix + "d?pointer=~2",
            "/v1/stats?" + "a=b&".repeat(3_000))) {
      add(
          Verdict.REFUSED,
          "the target '" + (target.length() > 50 ? "long" : target) + "'",
          "GET " + target + " HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n" + hidden());
    }
    add(Verdict.REFUSED, "a tunnel", "CONNECT larder:80 HTTP/1.1\r\n" + host + "\r\n" + hidden());
    add(
        Verdict.REFUSED,
        "a trace",
        "TRACE /healthz HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
  }

  private void stalls() {
    add(Verdict.STALLS, "half a request line", "GET /heal");
    add(Verdict.STALLS, "half a head", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-");
    add(Verdict.STALLS, "a body that is too short", merge("Content-Length: 100") + "{}");
    add(Verdict.STALLS, "no last chunk", merge("Transfer-Encoding: chunked") + "2\r\n{}\r\n");
    add(Verdict.STALLS, "half a chunk", merge("Transfer-Encoding: chunked") + "20\r\n{}");
    add(Verdict.STALLS, "half a size", merge("Transfer-Encoding: chunked") + "2");
    add(Verdict.STALLS, "half a trailer", merge("Transfer-Encoding: chunked") + "0\r\nX: ");
    add(Verdict.STALLS, "HTTP/0.9 without an end", "GET /");
  }
}
