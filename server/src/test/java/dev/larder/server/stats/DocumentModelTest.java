package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Holds documents and their snapshots against a map that is copied before every change. */
class DocumentModelTest {
  /** A snapshot, and what it must show for ever. */
  private record Taken(Snapshot snapshot, String text, int entries) {}

  @Property(tries = 100)
  void aDocumentIsAMapThatKeepsTheOrderOfArrival(@ForAll Random random) {
    Document document = new Document();
    Map<String, Integer> model = new LinkedHashMap<>();
    List<Taken> taken = new ArrayList<>();
    int names = 1 + random.nextInt(random.nextBoolean() ? 10 : 1500);

    for (int i = 0; i < 40; i++) {
      Effect effect = effect(random, names, model);
      Map<String, Integer> before = new LinkedHashMap<>(model);
      Undo undo = document.apply(effect);
      applyTo(model, effect);
      if (random.nextInt(4) == 0) {
        taken.add(new Taken(document.snapshot(), text(model), model.size()));
      }
      if (random.nextInt(3) == 0) {
        document.undo(undo);
        model = before;
      }
      if (random.nextInt(4) == 0) {
        taken.add(new Taken(document.snapshot(), text(model), model.size()));
      }
      assertThat(document.entries()).isEqualTo(model.size());
      assertThat(document.bytes()).isEqualTo(text(model).getBytes(UTF_8).length);
    }

    assertThat(Texts.text(document)).isEqualTo(text(model));
    for (int i = 0; i < names; i++) {
      Entry entry = document.get(name(i));
      assertThat(entry == null ? null : Integer.valueOf(Texts.text(entry.value())))
          .isEqualTo(model.get(name(i)));
    }
    for (Taken t : taken) {
      assertThat(Texts.text(t.snapshot, Layout.ONE_LINE)).isEqualTo(t.text);
      assertThat(t.snapshot.entries()).isEqualTo(t.entries).isEqualTo(size(t.snapshot));
      assertThat(t.snapshot.bytes()).isEqualTo(t.text.getBytes(UTF_8).length);
    }
  }

  @Property(tries = 20)
  void manyAppliesAreTakenBackOneByOne(@ForAll Random random) {
    Document document = new Document();
    List<Undo> undos = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      texts.add(Texts.text(document));
      undos.add(document.apply(effect(random, 200, Map.of())));
    }
    for (int i = undos.size() - 1; i >= 0; i--) {
      document.undo(undos.get(i));
      assertThat(Texts.text(document)).isEqualTo(texts.get(i));
    }
    assertThat(document.entries()).isZero();
  }

  private static Effect effect(Random random, int names, Map<String, Integer> model) {
    String members =
        random
            .ints(random.nextInt(random.nextInt(20) == 0 ? 1000 : 20), 0, names)
            .distinct()
            .mapToObj(n -> "\"" + name(n) + "\":" + random.nextInt(100_000))
            .collect(Collectors.joining(",", "{", "}"));
    List<String> removed =
        random.nextInt(15) == 0
            ? List.copyOf(model.keySet())
            : random.ints(random.nextInt(10), 0, names).mapToObj(DocumentModelTest::name).toList();
    return new Effect(Texts.entries(members), removed);
  }

  private static void applyTo(Map<String, Integer> model, Effect effect) {
    effect.put().forEach(e -> model.put(e.name(), Integer.valueOf(Texts.text(e.value()))));
    effect.removed().forEach(model::remove);
  }

  private static String name(int number) {
    return "näme" + number;
  }

  private static String text(Map<String, Integer> model) {
    return model.entrySet().stream()
        .map(e -> "\"" + e.getKey() + "\": " + e.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static int size(Snapshot snapshot) {
    int size = 0;
    for (Entry entry : snapshot) {
      size += entry.name().isEmpty() ? 0 : 1;
    }
    return size;
  }
}
