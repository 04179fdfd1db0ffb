package dev.larder.prove.hostile;

import dev.larder.prove.hostile.Attack.Verdict;
import java.util.List;

/** Chunks that are none (RFC 9112, section 7.1), for the table of broken messages. */
final class ChunkAttacks {
  private static final int TOO_LONG = 20_000;
  private static final String END = "0\r\n\r\n";

  private ChunkAttacks() {}

  static void addTo(Attacks table) {
    String head = table.merge("Transfer-Encoding: chunked");
    for (String size :
        List.of(
            "zz",
            "-2",
            "0x2",
            "+2",
            "2 2",
            "FFFFFFFFFFFFFFFF",
            "FFFFFFFE",
            "80000000",
            "100000002",
            "10000000000000002",
            "",
            "2,",
            "\u00b2",
            "2.0")) {
      table.add(
          Verdict.REFUSED,
          "the size '" + size + "'",
          head + size + "\r\n{}\r\n" + END + table.hidden());
    }
    table.add(Verdict.REFUSED, "data without an end", head + "2\r\n{}" + END + table.hidden());
    table.add(
        Verdict.REFUSED, "more data than its size", head + "2\r\n{}}}\r\n" + END + table.hidden());
    table.add(
        Verdict.REFUSED, "less data than its size", head + "9\r\n{}\r\n" + END + table.hidden());
    table.add(
        Verdict.REFUSED,
        "a huge extension",
        head + "2;" + "x".repeat(TOO_LONG) + "\r\n{}\r\n" + END + table.hidden());
    table.add(
        Verdict.REFUSED,
        "a huge trailer",
        head + "2\r\n{}\r\n0\r\nX: " + "x".repeat(TOO_LONG) + "\r\n\r\n" + table.hidden());
    table.add(
        Verdict.REFUSED,
        "an extension that ends in a bare LF",
        head + "2;\n{}\r\n" + END + table.hidden());
    table.add(
        Verdict.REFUSED, "sizes that end in a bare LF", head + "2\n{}\n0\n\n" + table.hidden());
    table.add(
        Verdict.REFUSED, "data that ends in a bare LF", head + "2\r\n{}\n" + END + table.hidden());
    table.add(Verdict.FRAMED, "an extension", head + "2;a=\"b\"\r\n{}\r\n" + END);
    table.add(
        Verdict.FRAMED,
        "a length in the trailer",
        head + "2\r\n{}\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n");
    table.add(
        Verdict.FRAMED,
        "a request in a chunk",
        head
            + Integer.toHexString(table.hidden().length())
            + "\r\n"
            + table.hidden()
            + "\r\n"
            + END);
    table.add(
        Verdict.FRAMED,
        "thousands of chunks of one byte",
        head + "1\r\n{\r\n" + "1\r\n \r\n".repeat(10_000) + "1\r\n}\r\n" + END);
  }
}
