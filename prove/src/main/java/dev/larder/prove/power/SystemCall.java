package dev.larder.prove.power;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of the traced daemon, as strace(1) printed it with {@code -f -xx}: every text is in
 * hexadecimal, so that no quote, comma or bracket in it can mislead.
 *
 * @param arguments as they were printed
 * @param result what it returned; -1 for a failure
 * @param started the line of the trace at which it began
 * @param ended the line at which it returned; {@link #NEVER} if it did not
 */
record SystemCall(String name, List<String> arguments, long result, int started, int ended) {
  /** Behind every line. */
  static final int NEVER = Integer.MAX_VALUE;

  /** A call whose line is whole. */
  static SystemCall parse(String call, int started, int ended) {
    int open = call.indexOf('(');
    int equals = call.lastIndexOf(" = ");
    int close = call.lastIndexOf(')', equals);
    String returned = call.substring(equals + 3).strip();
    int blank = returned.indexOf(' ');
    String number = blank < 0 ? returned : returned.substring(0, blank);
    boolean unknown = number.equals("?");
    return new SystemCall(
        call.substring(0, open),
        split(call.substring(open + 1, close)),
        unknown ? -1 : Long.decode(number),
        started,
        unknown ? NEVER : ended);
  }

  /** An argument that is a number. */
  long number(int index) {
    return Long.decode(arguments.get(index));
  }

  /** An argument that is a path. */
  String path(int index) {
    return new String(bytes(arguments.get(index)), UTF_8);
  }

  /** The bytes of an argument: a text, or all texts of a vector, one behind the other. */
  byte[] bytes(int index) {
    return bytes(arguments.get(index));
  }

  private static byte[] bytes(String argument) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(argument.length() / 4);
    for (int from = argument.indexOf('"'); from >= 0; from = argument.indexOf('"', from)) {
      int to = argument.indexOf('"', from + 1);
      for (int at = from + 1; at + 3 < to + 1; at += 4) {
        bytes.write(Integer.parseInt(argument, at + 2, at + 4, 16));
      }
      from = to + 1;
    }
    return bytes.toByteArray();
  }

  /** Splits at commas that are in no bracket. */
  private static List<String> split(String arguments) {
    List<String> all = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at < arguments.length(); at++) {
      char c = arguments.charAt(at);
      if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        all.add(arguments.substring(from, at).strip());
        from = at + 1;
      }
    }
    all.add(arguments.substring(from).strip());
    return all;
  }
}
