package dev.larder.server.stats;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of one object so far. Most objects have few members, for which a list is faster. */
final class UniqueNames {
  private static final int FEW = 8;

  private final List<String> few = new ArrayList<>(FEW);
  private @Nullable Set<String> many;

  /** Forgets all names, for the next object. */
  void clear() {
    few.clear();
    many = null;
  }

  /** Whether the name is a new one. */
  boolean add(String name) {
    if (many != null) {
      return many.add(name);
    }
    if (few.contains(name)) {
      return false;
    }
    few.add(name);
    if (few.size() == FEW) {
      many = new HashSet<>(few);
    }
    return true;
  }
}
