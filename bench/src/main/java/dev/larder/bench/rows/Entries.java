package dev.larder.bench.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Entries as test runs write them: a name like a path, and some numbers. */
final class Entries {
  /** Different requests of a client, so that no answer repeats the last one. */
  static final int REQUESTS = 1_000;

  private Entries() {}

  /** The name of an entry. */
  static String name(int number) {
    return "src/sage/rings/test_%07d.py".formatted(number);
  }

  /** A value that makes an entry of 200 bytes, with its name and the JSON around it. */
  static String value(int number, int round) {
    String start = "{\"walltime\":%d.%03d,\"words\":\"".formatted(round % 100, number % 1000);
    int filler = 200 - start.length() - name(number).length() - "\"}{\"\":}".length();
    return start + "w".repeat(Math.max(0, filler)) + "\"}";
  }

  /** An object of entries from one number on. */
  static String object(int from, int count, int round) {
    return IntStream.range(from, from + count)
        .mapToObj(number -> "\"" + name(number) + "\":" + value(number, round))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Names and values, one after the other, as HSET takes them. */
  static List<String> words(int from, int count, int round) {
    List<String> words = new ArrayList<>();
    for (int number = from; number < from + count; number++) {
      words.add(name(number));
      words.add(value(number, round));
    }
    return words;
  }
}
