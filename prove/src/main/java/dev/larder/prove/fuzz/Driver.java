package dev.larder.prove.fuzz;

import org.jspecify.annotations.Nullable;

/**
 * What Jazzer calls: {@code --target_class} is this one, {@code --target_args} a target's name. Its
 * methods have the names and types that Jazzer looks for.
 */
public final class Driver {
  private static @Nullable Target target;

  private Driver() {}

  /** Called once. */
  public static void fuzzerInitialize(String[] arguments) {
    target = Targets.of(arguments[0]);
  }

  /** Called for each input; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Target fed = target;
    if (fed == null) {
      throw new IllegalStateException("fuzzerInitialize was not called");
    }
    fed.feed(input);
  }
}
