package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RenderingTest {
  /** What {@code json.dump} of Python 3.11 wrote for this object. */
  private static final String ONE_LINE =
      "{\"a\": {\"b\": 1.5, \"c\": [1, 2, [], {}], \"\": [[\"x, y: {z}\\\"\"]]}, \"d\": \"x\", \"e\": null}";

  private static final String INDENT_2 =
      """
      {
        "a": {
          "b": 1.5,
          "c": [
            1,
            2,
            [],
            {}
          ],
          "": [
            [
              "x, y: {z}\\""
            ]
          ]
        },
        "d": "x",
        "e": null
      }""";

  @Test
  void theDefaultLayoutIsPythonsOwn() {
    assertThat(render(ONE_LINE, Layout.of(null))).isEqualTo(ONE_LINE);
    assertThat(render(INDENT_2, Layout.ONE_LINE)).isEqualTo(ONE_LINE);
  }

  @Test
  void anIndentIsPythonsOwn() {
    assertThat(render(ONE_LINE, Layout.of(2))).isEqualTo(INDENT_2);
    assertThat(render(ONE_LINE, Layout.of(4))).isEqualTo(INDENT_2.replace("  ", "    "));
  }

  @Test
  void anIndentOfNothingEndsLinesOnly() {
    assertThat(render("{\"a\":[1,{}],\"b\":2}", Layout.of(0)))
        .isEqualTo("{\n\"a\": [\n1,\n{}\n],\n\"b\": 2\n}");
  }

  @Test
  void theEmptyDocumentIsTheSameInEveryLayout() {
    assertThat(render("{}", Layout.ONE_LINE)).isEqualTo("{}");
    assertThat(render("{}", Layout.of(4))).isEqualTo("{}");
  }

  @Test
  void theLengthIsKnownOnOneLineOnly() {
    Snapshot snapshot = Texts.document("{\"é\":[1,2]}").snapshot();

    assertThat(snapshot.renderedBytes(Layout.ONE_LINE))
        .isEqualTo("{\"é\": [1, 2]}".getBytes(UTF_8).length);
    assertThat(snapshot.renderedBytes(Layout.of(1))).isEqualTo(-1);
  }

  @Test
  void theEndIsToldOnceEverythingWasGiven() {
    Rendering rendering = Texts.document("{}").snapshot().render(Layout.ONE_LINE);
    ByteBuffer target = ByteBuffer.allocate(2);

    assertThat(rendering.read(target)).isTrue();
    assertThat(target.hasRemaining()).isFalse();
    target.clear();
    assertThat(rendering.read(target)).isFalse();
    assertThat(rendering.read(target)).isFalse();
    assertThat(target.position()).isZero();
  }

  @Test
  void aTargetWithoutRoomIsAMistake() {
    Rendering rendering = Texts.document("{}").snapshot().render(Layout.ONE_LINE);

    assertThatIllegalArgumentException().isThrownBy(() -> rendering.read(ByteBuffer.allocate(0)));
  }

  @Test
  void indentsOutOfBoundsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Layout.of(17));
    assertThatIllegalArgumentException().isThrownBy(() -> Layout.of(-2));
  }

  @Property
  void piecesOfAnySizeGiveTheSameBytes(
      @ForAll Random random,
      @ForAll @IntRange(min = -1, max = Layout.MAX_INDENT) int indent,
      @ForAll @IntRange(min = 1, max = 40) int pieceBytes) {
    AnyJson json = AnyJson.object(random);
    Snapshot snapshot = Texts.document(json.spaced(random)).snapshot();

    assertThat(Texts.text(snapshot.render(new Layout(indent)), pieceBytes))
        .isEqualTo(json.python(indent));
  }

  private static String render(String json, Layout layout) {
    return Texts.text(Texts.document(json).snapshot(), layout);
  }
}
