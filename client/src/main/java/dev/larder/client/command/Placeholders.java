package dev.larder.client.command;

import java.util.List;

/** The places in a build's command where paths are put in, anywhere in an argument. */
final class Placeholders {
  /** Stands for the path to write the result to. */
  static final String CONTENT = "{}";

  /** Stands for the path at which the result will lie. */
  static final String FINAL = "{final}";

  private Placeholders() {}

  /** Whether the command is told where to write its result. */
  static boolean nameContent(List<String> command) {
    return command.stream().anyMatch(argument -> argument.contains(CONTENT));
  }

  /** The command with both paths in their places. What a path holds is never replaced again. */
  static List<String> fill(List<String> command, String contentPath, String finalPath) {
    return command.stream().map(argument -> fill(argument, contentPath, finalPath)).toList();
  }

  private static String fill(String argument, String contentPath, String finalPath) {
    var filled = new StringBuilder();
    int at = 0;
    while (at < argument.length()) {
      if (argument.startsWith(CONTENT, at)) {
        filled.append(contentPath);
        at += CONTENT.length();
      } else if (argument.startsWith(FINAL, at)) {
        filled.append(finalPath);
        at += FINAL.length();
      } else {
        filled.append(argument.charAt(at));
        at++;
      }
    }
    return filled.toString();
  }
}
