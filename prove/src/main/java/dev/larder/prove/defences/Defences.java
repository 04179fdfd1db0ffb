package dev.larder.prove.defences;

import dev.larder.prove.Part;
import java.util.List;
import java.util.stream.Stream;

/** All scenes; each is a part of its own, so that it can be asked for alone. */
public final class Defences {
  public static final List<Part> ALL =
      Stream.of(RestartScenes.ALL, DamageScenes.ALL, FileScenes.ALL, LeaseScenes.ALL)
          .flatMap(List::stream)
          .map(Part.class::cast)
          .toList();

  private Defences() {}
}
