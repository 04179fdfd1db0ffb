package dev.larder.client.command;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of {@code larder}. Reading the annotations of one takes picocli milliseconds, so a
 * run reads those of the command that it is asked for, and of all others only for a help page.
 */
final class CommandTree {
  /** The commands, in the order of the help page. */
  static final List<String> NAMES =
      List.of(
          "merge",
          "batch",
          "get",
          "put",
          "patch",
          "delete",
          "settings",
          "watch",
          "log",
          "build",
          "wait",
          "release",
          "pin",
          "unpin",
          "evict",
          "ls",
          "status",
          "health",
          "stop",
          ServerDoor.SERVE,
          ServerDoor.DOCTOR,
          "token",
          "demo",
          "api",
          "version",
          "completion");

  /** The common options that have a value, which may look like a command's name. */
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--root",
          "--endpoint",
          "--timeout",
          "--token-file",
          "--cacert",
          "--client-cert",
          "--client-key");

  private CommandTree() {}

  /** The place of the command's name among the arguments; -1 where there is none. */
  static int placeOfName(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (WITH_VALUE.contains(arguments[i])) {
        i++;
      } else if (!arguments[i].startsWith("-")) {
        return i;
      }
    }
    return -1;
  }

  /** The command line that understands that command, or all if the name is none of theirs. */
  static CommandLine of(@Nullable String name, LarderCommand larder) {
    if (name == null || !NAMES.contains(name)) {
      return whole(larder);
    }
    CommandLine line = new CommandLine(larder);
    line.addSubcommand(name, command(name, larder));
    return line;
  }

  /** The command line with all commands. */
  static CommandLine whole(LarderCommand larder) {
    CommandLine line = new CommandLine(larder);
    NAMES.forEach(name -> line.addSubcommand(name, command(name, larder)));
    return line;
  }

  private static Object command(String name, LarderCommand larder) {
    return switch (name) {
      case "merge" -> new MergeCommand(larder);
      case "batch" -> new BatchCommand(larder);
      case "get" -> new GetCommand(larder);
      case "put" -> new PutCommand(larder);
      case "patch" -> new PatchCommand(larder);
      case "delete" -> new DeleteCommand(larder);
      case "settings" -> new SettingsCommand(larder);
      case "watch" -> new WatchCommand(larder);
      case "log" -> new LogCommand(larder);
      case "build" -> new BuildCommand(larder);
      case "wait" -> new WaitCommand(larder);
      case "release" -> new ReleaseCommand(larder);
      case "pin" -> new PinCommand(larder);
      case "unpin" -> new UnpinCommand(larder);
      case "evict" -> new EvictCommand(larder);
      case "ls" -> new ListCommand(larder);
      case "status" -> new StatusCommand(larder);
      case "health" -> new HealthCommand(larder);
      case "stop" -> new StopCommand(larder);
      case ServerDoor.SERVE -> elsewhere("Run the daemon in the foreground.");
      case ServerDoor.DOCTOR -> elsewhere("Look into a root that does not start, and mend it.");
      case "token" ->
          new CommandLine(new TokenCommand()).addSubcommand("new", new NewTokenCommand(larder));
      case "demo" -> new DemoCommand(larder);
      case "api" -> new ApiCommand(larder);
      case "version" -> new VersionCommand(larder);
      case "completion" -> new CompletionCommand(larder);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A command that another jar understands, for the list in the help page. */
  private static CommandSpec elsewhere(String header) {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().header(header);
    return spec;
  }
}
