package dev.larder.client.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Understands the plain forms of the commands that scripts run by the thousand, without picocli:
 * its classes, in a format too old for a class archive, and its annotations take longer than such a
 * command does. Whatever is not as plain as can be, and whatever is wrong, is left to {@link
 * FullLine}; what both understand, they understand alike, which a test holds.
 */
final class QuickLine {
  private static final String END_OF_OPTIONS = "--";

  private final List<String> words = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final List<Path> keyFiles = new ArrayList<>();
  private List<String> behindOptions = List.of();
  private @Nullable Path root;
  private boolean json;
  private boolean noStart;

  private QuickLine() {}

  /** The command, ready to be called; null where picocli has to look. */
  static @Nullable Callable<Integer> read(String[] arguments, LarderCommand larder) {
    var line = new QuickLine();
    try {
      return line.takes(arguments) ? line.command(larder) : null;
    } catch (InvalidPathException e) {
      return null; // FullLine has the words for it.
    }
  }

  private boolean takes(String[] arguments) {
    for (int at = 0; at < arguments.length; at++) {
      String argument = arguments[at];
      String next = at + 1 < arguments.length ? arguments[at + 1] : "";
      if (argument.equals(END_OF_OPTIONS)) {
        behindOptions = List.of(Arrays.copyOfRange(arguments, at + 1, arguments.length));
        return true;
      }
      if (!argument.startsWith("-") && !argument.isEmpty()) {
        words.add(argument);
      } else if (argument.equals("--json") && !json) {
        json = true;
      } else if (argument.equals("--no-start") && !noStart) {
        noStart = true;
      } else if (takesValue(argument, next)) {
        at++;
      } else {
        return false;
      }
    }
    return true;
  }

  private boolean takesValue(String option, String value) {
    if (value.isEmpty() || value.startsWith("-")) {
      return false;
    }
    if (option.equals("--root") && root == null) {
      root = Path.of(value);
      return true;
    }
    if (option.equals("--key") && isBuild()) {
      return keys.add(value);
    }
    return option.equals("--key-file") && isBuild() && keyFiles.add(Path.of(value));
  }

  private boolean isBuild() {
    return !words.isEmpty() && words.get(0).equals("build");
  }

  private @Nullable Callable<Integer> command(LarderCommand larder) {
    Callable<Integer> command =
        behindOptions.isEmpty() ? documentCommand(larder) : buildCommand(larder);
    if (command != null) {
      larder.set(root, noStart, json);
    }
    return command;
  }

  private @Nullable Callable<Integer> documentCommand(LarderCommand larder) {
    if (words.size() == 1 && words.get(0).equals("health")) {
      return new HealthCommand(larder);
    }
    if (words.size() < 2 || words.size() > 3) {
      return null;
    }
    String doc = words.get(1);
    String part = words.size() == 3 ? words.get(2) : null;
    return switch (words.get(0)) {
      case "get" -> new GetCommand(larder, doc, part);
      case "merge" -> new MergeCommand(larder, doc, part);
      default -> null;
    };
  }

  private @Nullable Callable<Integer> buildCommand(LarderCommand larder) {
    return words.size() == 2 && isBuild()
        ? new BuildCommand(larder, words.get(1), keys, keyFiles, behindOptions)
        : null;
  }
}
