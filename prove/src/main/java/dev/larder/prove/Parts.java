package dev.larder.prove;

import dev.larder.prove.access.Access;
import dev.larder.prove.bounds.Bounds;
import dev.larder.prove.defences.Defences;
import dev.larder.prove.disk.DiskFaults;
import dev.larder.prove.hostile.Hostile;
import dev.larder.prove.lease.Leases;
import dev.larder.prove.power.PowerCuts;
import dev.larder.prove.process.ProcessFaults;
import java.util.List;
import java.util.stream.Stream;

/** All parts, in the order in which they run. */
public final class Parts {
  static final List<Part> ALL = Stream.of(own(), Defences.ALL).flatMap(List::stream).toList();

  private Parts() {}

  private static List<Part> own() {
    return List.of(
        new ProcessFaults(),
        new DiskFaults(),
        PowerCuts.usual(),
        new Leases(),
        new Hostile(),
        new Bounds(),
        new Access());
  }

  /** The words by which they are asked for. */
  public static List<String> names() {
    return ALL.stream().map(Part::name).toList();
  }
}
