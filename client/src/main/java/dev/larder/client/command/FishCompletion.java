package dev.larder.client.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes a completion script for fish from the commands' own description; picocli has none. */
final class FishCompletion {
  private FishCompletion() {}

  static List<String> of(CommandLine larder) {
    var lines = new ArrayList<String>();
    String names = String.join(" ", larder.getSubcommands().keySet());
    lines.add("set -l commands " + names);
    larder
        .getSubcommands()
        .forEach(
            (name, command) -> {
              lines.add(
                  "complete -c larder -f -n \"not __fish_seen_subcommand_from $commands\" -a "
                      + name
                      + described(header(command.getCommandSpec())));
              options(command.getCommandSpec())
                  .forEach(
                      option ->
                          lines.add(
                              "complete -c larder -n \"__fish_seen_subcommand_from "
                                  + name
                                  + "\""
                                  + option));
            });
    options(larder.getCommandSpec())
        .forEach(
            option ->
                lines.add(
                    "complete -c larder -n \"not __fish_seen_subcommand_from $commands\""
                        + option));
    return lines;
  }

  private static List<String> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .map(FishCompletion::option)
        .toList();
  }

  private static String option(OptionSpec option) {
    var line = new StringBuilder();
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      line.append(" -r");
    }
    String[] description = option.description();
    return line + described(description.length == 0 ? "" : description[0]);
  }

  private static String header(CommandSpec command) {
    String[] header = command.usageMessage().header();
    return header.length == 0 ? "" : header[0];
  }

  private static String described(String text) {
    return text.isEmpty() ? "" : " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
