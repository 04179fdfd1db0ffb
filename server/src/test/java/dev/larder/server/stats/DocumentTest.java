package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
  @Test
  void anEmptyDocumentIsAnEmptyObject() {
    Document document = new Document();

    assertThat(document.entries()).isZero();
    assertThat(document.bytes()).isEqualTo(2);
    assertThat(Texts.text(document)).isEqualTo("{}");
  }

  @Test
  void aReplacedEntryKeepsItsPlace() {
    Document document = Texts.document("{\"a\": 1, \"b\": 2, \"c\": 3}");

    document.apply(Effect.putting(Texts.entries("{\"d\": 4, \"b\": [5]}")));

    assertThat(Texts.text(document)).isEqualTo("{\"a\": 1, \"b\": [5], \"c\": 3, \"d\": 4}");
  }

  @Test
  void aReplacedEntryKeepsTheFirstSpellingOfItsName() {
    Document document = Texts.document("{\"caf\\u00e9\": 1, \"b\": 2}");

    document.apply(Effect.putting(Texts.entries("{\"café\": 30, \"\\u0062\": 4}")));

    assertThat(Texts.text(document)).isEqualTo("{\"caf\\u00e9\": 30, \"b\": 4}");
    assertThat(document.get("café")).hasToString("\"caf\\u00e9\": 30");
  }

  @Test
  void aRemovedEntryComesBackAtTheEnd() {
    Document document = Texts.document("{\"a\": 1, \"b\": 2}");

    document.apply(new Effect(List.of(), List.of("a", "unknown")));
    document.apply(Effect.putting(Texts.entries("{\"a\": 3}")));

    assertThat(Texts.text(document)).isEqualTo("{\"b\": 2, \"a\": 3}");
  }

  @Test
  void whatIsPutAndRemovedByOneEffectIsGone() {
    Document document = Texts.document("{\"a\": 1}");

    Undo undo =
        document.apply(new Effect(Texts.entries("{\"a\": 2, \"b\": 3}"), List.of("b", "a")));
    assertThat(Texts.text(document)).isEqualTo("{}");

    document.undo(undo);
    assertThat(Texts.text(document)).isEqualTo("{\"a\": 1}");
  }

  @Test
  void undoPutsARemovedEntryWhereItWas() {
    Document document = Texts.document("{\"a\": 1, \"b\": 2, \"c\": 3}");
    Undo undo = document.apply(new Effect(Texts.entries("{\"d\": 4, \"c\": 5}"), List.of("b")));

    document.undo(undo);

    assertThat(Texts.text(document)).isEqualTo("{\"a\": 1, \"b\": 2, \"c\": 3}");
    assertThat(document.get("d")).isNull();
  }

  @Test
  void onlyTheNewestApplyIsTakenBackAndOnlyOnce() {
    Document document = new Document();
    Undo first = document.apply(Effect.putting(Texts.entries("{\"a\": 1}")));
    Undo second = document.apply(Effect.putting(Texts.entries("{\"b\": 2}")));

    assertThatIllegalStateException().isThrownBy(() -> document.undo(first));
    document.undo(second);
    assertThatIllegalStateException().isThrownBy(() -> document.undo(second));
    document.apply(Effect.putting(Texts.entries("{\"c\": 3}")));
    assertThatIllegalStateException().isThrownBy(() -> document.undo(second));

    assertThat(Texts.text(document)).isEqualTo("{\"a\": 1, \"c\": 3}");
  }

  @Test
  void aSnapshotDoesNotSeeLaterWrites() {
    Document document = Texts.document("{\"a\": 1, \"b\": 2}");

    Snapshot before = document.snapshot();
    document.apply(new Effect(Texts.entries("{\"a\": 9, \"c\": 3}"), List.of("b")));

    assertThat(Texts.text(before, Layout.ONE_LINE)).isEqualTo("{\"a\": 1, \"b\": 2}");
    assertThat(before.entries()).isEqualTo(2);
    assertThat(before.bytes()).isEqualTo("{\"a\": 1, \"b\": 2}".length());
    assertThat(Texts.text(document)).isEqualTo("{\"a\": 9, \"c\": 3}");
  }

  @Test
  void aSnapshotOfAnUnchangedDocumentIsTheSame() {
    Document document = Texts.document("{\"a\": 1}");

    assertThat(document.snapshot()).isSameAs(document.snapshot());
  }
}
