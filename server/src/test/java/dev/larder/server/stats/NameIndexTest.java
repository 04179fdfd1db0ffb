package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameIndexTest {
  private static final Entry ENTRY = Texts.entry("{\"a\": 1}");

  @Test
  void bucketsSplitAndStillFindEveryName() {
    List<String> names = IntStream.range(0, 100_000).mapToObj(i -> "name " + i).toList();

    assertEachIsFound(names);
  }

  /** "Aa" and "BB" have the same hash, so all of these have. */
  @Test
  void namesMadeToCollideAreStillFound() {
    List<String> names = new ArrayList<>(List.of(""));
    for (int length = 0; length < 13; length++) {
      List<String> longer = new ArrayList<>();
      names.forEach(name -> longer.addAll(List.of(name + "Aa", name + "BB")));
      names = longer;
    }
    assertThat(names.stream().map(String::hashCode).distinct()).hasSize(1);

    assertEachIsFound(names);
  }

  private static void assertEachIsFound(List<String> names) {
    NameIndex index = new NameIndex();
    for (int i = 0; i < names.size(); i++) {
      index.put(names.get(i), new Place(i, ENTRY));
    }
    for (int i = 0; i < names.size(); i += 2) {
      index.remove(names.get(i));
    }
    int[] slots =
        names.stream().map(index::get).mapToInt(p -> p == null ? -1 : (int) p.slot).toArray();
    assertThat(slots)
        .isEqualTo(IntStream.range(0, names.size()).map(i -> i % 2 == 0 ? -1 : i).toArray());
  }
}
