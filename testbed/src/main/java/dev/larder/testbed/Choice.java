package dev.larder.testbed;

import java.util.List;
import java.util.function.Function;

/** What is run of all that could be, by name. */
public final class Choice {
  private Choice() {}

  /**
   * Those that are wanted, in the order of all; without a wish, all.
   *
   * @param kind what one of them is called
   * @throws IllegalArgumentException if a wanted one is not there; its message names those that are
   */
  public static <T> List<T> of(
      String kind, List<T> all, Function<? super T, String> name, List<String> wanted) {
    List<String> known = all.stream().<String>map(name).toList();
    for (String word : wanted) {
      if (!known.contains(word)) {
        throw new IllegalArgumentException(
            "There is no " + kind + " '" + word + "'; there are " + String.join(", ", known));
      }
    }
    return all.stream()
        .filter(one -> wanted.isEmpty() || wanted.contains(name.apply(one)))
        .toList();
  }
}
